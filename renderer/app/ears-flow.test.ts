import { describe, expect, it } from 'vitest';
import type { ModelState } from '../../contracts/speech';
import { createAppStore } from '../ui/model';
import { EarsFlow, earsWord, modelTrouble } from './ears-flow';

function models(
  vad: ModelState['state'],
  fast: ModelState['state'],
  careful: ModelState['state'],
): [ModelState, ModelState, ModelState] {
  return [
    { name: 'silero', role: 'vad', state: vad, message: '' },
    { name: 'fsmn', role: 'fast-ear', state: fast, message: '' },
    { name: 'whisper', role: 'careful-ear', state: careful, message: '' },
  ];
}

describe('the word for the ears', () => {
  it('is ready when voices are told apart and one ear hears', () => {
    expect(earsWord(models('ready', 'ready', 'loading'))).toBe('ready');
    expect(earsWord(models('ready', 'missing', 'ready'))).toBe('ready');
  });

  it('is loading while what lacks may still come, and unavailable when it cannot', () => {
    expect(earsWord(models('loading', 'ready', 'ready'))).toBe('loading');
    expect(earsWord(models('missing', 'ready', 'ready'))).toBe('unavailable');
    expect(earsWord(models('ready', 'damaged', 'failed'))).toBe('unavailable');
  });
});

describe('what lacks', () => {
  it('is nothing when all models are ready, or when one is still loading', () => {
    expect(modelTrouble(models('ready', 'ready', 'ready'))).toBeNull();
    expect(modelTrouble(models('ready', 'missing', 'loading'))).toBeNull();
  });

  it('is named, and whether anything is heard without it', () => {
    expect(modelTrouble(models('missing', 'ready', 'ready'))).toMatchObject({
      code: 'model-missing',
      message: 'silero',
    });
    expect(modelTrouble(models('ready', 'ready', 'missing'))).toMatchObject({
      code: 'model-missing-partly',
      message: 'whisper',
    });
    expect(modelTrouble(models('ready', 'damaged', 'ready'))).toMatchObject({
      code: 'model-damaged-partly',
      message: 'fsmn',
    });
  });
});

it('asks for half sentences where the agent reads along, not because a screen reader reads whole ones out', () => {
  const store = createAppStore();
  const wanted: boolean[] = [];
  new EarsFlow(store, () => undefined).readAlong({ wantCaptions: (wants) => void wanted.push(wants) });
  store.setState({ display: { textSizePercent: 100, screenReaderFirst: true } });
  expect(wanted.at(-1)).toBe(false);
  store.setState(({ view }) => ({ view: { ...view, captionsOpen: true } }));
  expect(wanted.at(-1)).toBe(true);
});
