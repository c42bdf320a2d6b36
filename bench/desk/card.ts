import { lastVoicedSample } from '../../domain/last-voiced-sample';
import { TELEPHONE_RATE_HZ } from '../../practice/media';
import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { requireCarefulEar } from '../ears/models';
import type { Measure } from '../measure';
import { callThrough, CARD_VOICES, customerWith, openDesk, watchCards } from './card-desk';
import { WireClock } from './wire-clock';

const ROUNDS = 2;

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
export const card: Measure = {
  name: 'card',
  title: 'from the last sample of a word to its painted card, in real calls',
  async run(bench) {
    await requireCarefulEar();
    const voices = await openVoices();
    const clock = new WireClock();
    const customers = CARD_VOICES.map((voice, index) =>
      customerWith(
        voice,
        `950${index}`,
        LINES.map(({ clip }) => clip),
      ),
    );
    const pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers, voices, media: clock.media });
    bench.atEnd(() => pbx.stop());
    const page = await openDesk(bench, voices, pbx);
    const cards = await watchCards(page);
    const samples: { ours: number[]; alternative: number[] } = { ours: [], alternative: [] };
    let spoken = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { extension, voice } of customers) {
        await callThrough(page, pbx, extension);
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
