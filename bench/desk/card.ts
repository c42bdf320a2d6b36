import path from 'node:path';
import type { Page } from 'playwright-core';
import { practiceCustomerSchema, type PracticeCustomer } from '../../contracts/practice';
import { lastVoicedSample } from '../../domain/last-voiced-sample';
import { composeAgentWav } from '../../practice/agent-microphone';
import type { PracticeEvent } from '../../practice/events';
import { TELEPHONE_RATE_HZ } from '../../practice/media';
import { startPracticePbx, type PracticePbx } from '../../practice/pbx';
import { openVoices, type VoiceLibrary } from '../../practice/voice-library';
import { requireCarefulEar } from '../ears/models';
import type { Bench, Measure } from '../measure';
import { earsLoaded } from './ears-loaded';
import { WireClock } from './wire-clock';
import { practiceDeskConfig } from './practice-desk';

const ROUNDS = 2;
const LIMIT_MS = 120_000;
/** Silence after a line: room for the careful ear's verdict before the next one. */
const PAUSE_MS = 3000;

/**
 * Lines that end with their phrase, so that the last sample of the line is the last one of the word. From the least
 * urgent card to the most urgent: each new card takes the leading place.
 */
const LINES: readonly { clip: string; phrase: string }[] = [
  { clip: 'c11', phrase: '考虑一下' },
  { clip: 'p03', phrase: '优惠' },
  { clip: 'c04', phrase: '不需要' },
  { clip: 'c26', phrase: '退款' },
  { clip: 'c22', phrase: '转人工' },
  { clip: 'c20', phrase: '好的可以' },
];
const VOICES = ['zf_xiaobei', 'zm_yunxi'];

function customerWith(voice: string, extension: string): PracticeCustomer {
  return practiceCustomerSchema.parse({
    customerId: `bench-${extension}`,
    extension,
    name: voice,
    language: 'zh',
    voice,
    story: { zh: '测量', en: 'Measuring' },
    onInvite: { type: 'answer', ringMs: 100 },
    steps: [
      ...LINES.map(({ clip }, index) => ({
        when: index === 0 ? { type: 'answered', afterMs: 2500 } : { type: 'after', afterMs: PAUSE_MS },
        say: [`zh/${clip}_${voice}`],
      })),
      { when: { type: 'after', afterMs: PAUSE_MS + 1500 }, say: [], then: 'hang-up' },
    ],
  });
}

interface PaintedCard {
  phrase: string;
  state: string;
  /** Wall clock, ms: the frame after the one that drew it has begun. */
  paintedAtMs: number;
}

/**
 * Notes each change of the leading card once it is painted: the second animation frame after the change begins when the
 * first one has been handed to the screen.
 */
async function watchCards(page: Page): Promise<() => Promise<PaintedCard[]>> {
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

async function openDesk(bench: Bench, voices: VoiceLibrary, pbx: PracticePbx): Promise<Page> {
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

export const card: Measure = {
  name: 'card',
  title: 'from the last sample of a word to its painted card, in real calls',
  async run(bench) {
    await requireCarefulEar();
    const voices = await openVoices();
    const clock = new WireClock();
    const customers = VOICES.map((voice, index) => customerWith(voice, `950${index}`));
    const pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers, voices, media: clock.media });
    bench.atEnd(() => pbx.stop());
    const page = await openDesk(bench, voices, pbx);
    const cards = await watchCards(page);
    const samples: { ours: number[]; alternative: number[] } = { ours: [], alternative: [] };
    let spoken = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { extension, voice } of customers) {
        const ended = next(pbx, 'call-ended');
        await page.getByRole('textbox').first().fill(extension);
        await page.getByRole('textbox').first().press('Enter');
        await ended;
        await page.getByRole('textbox').first().waitFor({ timeout: LIMIT_MS });
        const painted = await cards();
        const sentAtMs = clock.take();
        for (const [index, { clip, phrase }] of LINES.entries()) {
          spoken += 1;
          const line = await voices.samples(`zh/${clip}_${voice}`, TELEPHONE_RATE_HZ);
          const saidAtMs = sentAtMs[index]?.(lastVoicedSample(line, TELEPHONE_RATE_HZ)) ?? NaN;
          const of = (state: string) =>
            painted.find((each) => each.state === state && each.phrase.includes(phrase))?.paintedAtMs ?? NaN;
          const [shownMs, confirmedMs] = [
            Math.min(of('hearing'), of('confirmed')) - saidAtMs,
            of('confirmed') - saidAtMs,
          ];
          // A word that one of the ears missed has no pair of times.
          if (!Number.isFinite(shownMs) || !Number.isFinite(confirmedMs)) continue;
          samples.ours.push(shownMs);
          samples.alternative.push(confirmedMs);
        }
      }
    }
    if (samples.ours.length < spoken / 2) {
      throw new Error(`Of ${spoken} words only ${samples.ours.length} were shown and confirmed.`);
    }
    return [
      {
        what: `last sample of the word → card painted (${samples.ours.length} of ${spoken} words shown and confirmed)`,
        alternativeIs: 'waiting for the careful ear (card confirmed)',
        unit: 'ms',
        better: 'lower',
        ...samples,
      },
    ];
  },
};
