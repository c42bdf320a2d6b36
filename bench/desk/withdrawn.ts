import { lastVoicedSample } from '../../domain/last-voiced-sample';
import { TELEPHONE_RATE_HZ } from '../../practice/media';
import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { requireCarefulEar } from '../ears/models';
import type { Measure } from '../measure';
import { callThrough, CARD_VOICES, customerWith, openDesk, watchCards } from './card-desk';
import { WireClock } from './wire-clock';

const ROUNDS = 3;

/** Lines in which the fast ear may hear a phrase of the cue book that is not said, and the phrase. */
const LINES: readonly { clip: string; phrase: string }[] = [
  { clip: 'n19', phrase: '优惠' },
  { clip: 'n17', phrase: '经理' },
  { clip: 'l01', phrase: '经理' },
];

export const withdrawn: Measure = {
  name: 'withdrawn',
  title: 'how long a card stands whose word was not said, in real calls',
  async run(bench) {
    await requireCarefulEar();
    const voices = await openVoices();
    const clock = new WireClock();
    // A call for each line: a card comes once a call.
    const customers = CARD_VOICES.flatMap((voice, index) =>
      LINES.map(({ clip, phrase }, line) => ({
        phrase,
        voice,
        clip,
        customer: customerWith(voice, `96${index}${line}`, [clip]),
      })),
    );
    const pbx = await startPracticePbx({
      host: '127.0.0.1',
      port: 0,
      customers: customers.map(({ customer }) => customer),
      voices,
      media: clock.media,
    });
    bench.atEnd(() => pbx.stop());
    const page = await openDesk(bench, voices, pbx);
    const cards = await watchCards(page);
    const samples: { ours: number[]; alternative: number[] } = { ours: [], alternative: [] };
    let left = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { customer, clip, voice, phrase } of customers) {
        await callThrough(page, pbx, customer.extension);
        const painted = await cards();
        const [sentAtMs] = clock.take();
        const shown = painted.findIndex((each) => each.phrase.includes(phrase));
        const shownCard = painted[shown];
        if (!shownCard) continue;
        // The card says that it is withdrawn, or another one has its place.
        const gone = painted
          .slice(shown + 1)
          .find((each) => each.phrase !== shownCard.phrase || each.state === 'withdrawn');
        if (!gone) {
          left += 1;
          continue;
        }
        const line = await voices.samples(`zh/${clip}_${voice}`, TELEPHONE_RATE_HZ);
        const endedAtMs = sentAtMs?.(lastVoicedSample(line, TELEPHONE_RATE_HZ)) ?? NaN;
        samples.ours.push(gone.paintedAtMs - shownCard.paintedAtMs);
        samples.alternative.push(endedAtMs - shownCard.paintedAtMs);
      }
    }
    if (samples.ours.length === 0) throw new Error('The fast ear heard no word that was not said.');
    return [
      {
        what: `card painted → the same card withdrawn (${samples.ours.length} cards; ${left} more stood till the end)`,
        alternativeIs: 'the last sample of the line: a reader of whole utterances starts after it',
        unit: 'ms',
        better: 'lower',
        ...samples,
      },
    ];
  },
};
