// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import type { RecordingFacts } from '../../../contracts/recording';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene } from '../gallery/scenes';
import { createAppStore, createLevelsStore } from '../model';
import { timelineLengthMs } from './timeline-geometry';

let root: Root;
beforeEach(() => emptyReactPage());
afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A player of a recording of 100 s, on lanes 1 px to each ms of the call. */
function show(recording: RecordingFacts) {
  const model = scene('records', 'en', Date.now());
  const { selected } = model.records;
  if (!selected) throw new Error('No record is shown.');
  const record = { ...selected.record, recording };
  const peaks = Array.from({ length: 1_000 }, () => 0.5);
  const store = createAppStore({
    ...model,
    records: { ...model.records, selected: { ...selected, record } },
    playback: {
      ...{ recordId: record.recordId, state: 'ready', url: 'blob:x', durationMs: 100_000, complete: true },
      ...{ peaks: { agent: peaks, customer: peaks }, trouble: null, exportedTo: null },
    },
  });
  const lengthMs = timelineLengthMs(record.timeline, Date.parse(record.endedAt) - Date.parse(record.startedAt));
  root = createRoot(document.getElementById('root') as HTMLElement);
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={idleActions(store)} />));
  const lanes = document.querySelector<HTMLElement>('.st-heard-lanes');
  const playhead = () => Number.parseFloat(document.querySelector<HTMLElement>('.st-playhead')?.style.left ?? '');
  if (!lanes) throw new Error('There is no timeline.');
  vi.spyOn(lanes, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, lengthMs, 100));
  return {
    click: (callMs: number) =>
      act(() => void lanes.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: callMs }))),
    /** Where the file stands, and the mark, both in ms. */
    at: () => [
      (document.querySelector('audio')?.currentTime ?? NaN) * 1_000,
      Math.round((playhead() * lengthMs) / 100),
    ],
    waves: () =>
      [...document.querySelectorAll<HTMLElement>('.st-lane[data-leg=agent] .st-waveform')].map(({ style }) =>
        [style.left, style.width].map((percent) => Math.round((Number.parseFloat(percent) * lengthMs) / 100)),
      ),
  };
}

const facts = { fromMs: 5_000, durationMs: 100_000, bytes: 1 };

it('plays from where the call was pointed at, and marks what is heard', () => {
  const player = show(facts);
  expect(player.waves()).toEqual([[5_000, 100_000]]);
  player.click(65_000);
  expect(player.at()).toEqual([60_000, 65_000]);
});

it('leaves out the time that the recording leaps over', () => {
  const player = show({ ...facts, missing: [{ fromMs: 25_000, toMs: 55_000 }] });
  expect(player.waves()).toEqual([
    [5_000, 20_000],
    [55_000, 80_000],
  ]);
  player.click(65_000);
  expect(player.at()).toEqual([30_000, 65_000]);
  // There is nothing to hear of that time: it goes on where the file does.
  player.click(40_000);
  expect(player.at()).toEqual([20_000, 55_000]);
});
