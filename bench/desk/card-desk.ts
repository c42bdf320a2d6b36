import path from 'node:path';
import type { Page } from 'playwright-core';
import { practiceCustomerSchema, type PracticeCustomer } from '../../contracts/practice';
import { composeAgentWav } from '../../practice/agent-microphone';
import type { PracticeEvent } from '../../practice/events';
import type { PracticePbx } from '../../practice/pbx';
import type { VoiceLibrary } from '../../practice/voice-library';
import type { Bench } from '../measure';
import { earsLoaded } from './ears-loaded';
import { practiceDeskConfig } from './practice-desk';

const LIMIT_MS = 120_000;
/** Silence after a line: room for the careful ear's verdict before the next one. */
const PAUSE_MS = 3000;

export const CARD_VOICES = ['zf_xiaobei', 'zm_yunxi'];

/** Says one clip after another, with silence between them, and hangs up. */
export function customerWith(voice: string, extension: string, clips: readonly string[]): PracticeCustomer {
  return practiceCustomerSchema.parse({
    customerId: `bench-${extension}`,
    extension,
    name: voice,
    language: 'zh',
    voice,
    story: { zh: '测量', en: 'Measuring' },
    onInvite: { type: 'answer', ringMs: 100 },
    steps: [
      ...clips.map((clip, index) => ({
        when: index === 0 ? { type: 'answered', afterMs: 2500 } : { type: 'after', afterMs: PAUSE_MS },
        say: [`zh/${clip}_${voice}`],
      })),
      { when: { type: 'after', afterMs: PAUSE_MS + 1500 }, say: [], then: 'hang-up' },
    ],
  });
}

export interface PaintedCard {
  phrase: string;
  state: string;
  /** Wall clock, ms: the frame after the one that drew it has begun. */
  paintedAtMs: number;
}

/**
 * Notes each change of the leading card once it is painted: the second animation frame after the change begins when the
 * first one has been handed to the screen.
 */
export async function watchCards(page: Page): Promise<() => Promise<PaintedCard[]>> {
  await page.evaluate(() => {
    const painted: { phrase: string; state: string; paintedAtMs: number }[] = [];
    let last = '';
    new MutationObserver(() => {
      const card = document.querySelector('[data-testid="leading-card"]');
      const phrase = card?.querySelector('.st-heard')?.textContent ?? '';
      const state = card?.getAttribute('data-state') ?? '';
      if (`${state} ${phrase}` === last) return;
      last = `${state} ${phrase}`;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => painted.push({ phrase, state, paintedAtMs: Date.now() })),
      );
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    Reflect.set(window, 'paintedCards', painted);
  });
  return () => page.evaluate(() => (Reflect.get(window, 'paintedCards') as PaintedCard[]).splice(0));
}

/** Resolves when the practice PBX reports the event. */
function next(pbx: PracticePbx, name: PracticeEvent['event']): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The practice PBX did not report ${name}.`)), LIMIT_MS);
    const listener = (event: PracticeEvent) => {
      if (event.event !== name) return;
      clearTimeout(timer);
      pbx.events.off('event', listener);
      resolve();
    };
    pbx.events.on('event', listener);
  });
}

/** The real app, registered and with its ears loaded. */
export async function openDesk(bench: Bench, voices: VoiceLibrary, pbx: PracticePbx): Promise<Page> {
  const folder = await bench.folder();
  const fakeMicrophoneWav = path.join(folder, 'microphone.wav');
  await composeAgentWav(fakeMicrophoneWav, { language: 'zh', voices });
  const config = practiceDeskConfig(pbx, folder, { wrapUpSeconds: 0, fakeMicrophoneWav });
  const { page, close } = await (await bench.desk()).openApp(folder, config);
  bench.atEnd(close);
  await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  await earsLoaded(page);
  return page;
}

/** Calls the extension from the desk; resolves when that call has ended and the desk can dial again. */
export async function callThrough(page: Page, pbx: PracticePbx, extension: string): Promise<void> {
  const ended = next(pbx, 'call-ended');
  await page.getByRole('textbox').first().fill(extension);
  await page.getByRole('textbox').first().press('Enter');
  await ended;
  await page.getByRole('textbox').first().waitFor({ timeout: LIMIT_MS });
}
