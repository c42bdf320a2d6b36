import { expect, it } from 'vitest';
import type { ShownCard } from '../../contracts/cues';
import { createAppStore, createLevelsStore } from '../ui/model';
import { CallCopilot } from './call-copilot';
import { learningOf } from './team-learning';
import { callId, copilotBook, keyword, noting, storageOf } from './testing/copilot-book';

/** The cards of the book's phrases in a call, as they get into its record. */
function cardsOf(holdOutShare: number): ShownCard[] {
  const cards: ShownCard[] = [];
  const kept = new Map<string, string>();
  const copilot = new CallCopilot(
    {
      ...{ callId, book: copilotBook, store: createAppStore(), levels: createLevelsStore() },
      ears: noting(() => undefined),
      output: { deviceId: 'default', volume: 1 },
      spokenLanguage: 'zh',
      budget: { cardsPerMinute: 60, holdOutShare },
      noiseFilter: 'off',
      learning: learningOf(
        storageOf(() => kept),
        null,
      ),
      customer: [],
      script: { customer: '', agent: '', extension: '', company: '' },
      speech: () => undefined,
      card: (card) => cards.push(card),
      optOut: () => undefined,
      echo: () => undefined,
    },
    () => ({
      ...{ attachCustomer: () => undefined, attachAgent: () => undefined, setOutput: () => undefined },
      ...{ start: () => Promise.resolve(), rest: () => undefined, stop: () => undefined },
    }),
  );
  ['太贵', '合同', '发票', '别再打'].forEach((phrase, index) =>
    copilot.handle(keyword(`k${String(index)}`, phrase, 'keyword')),
  );
  return cards;
}

it('a card tells on which side of the comparison the call is, where there is one', () => {
  const drawn = cardsOf(0.5);
  expect(drawn.map(({ cueId }) => cueId)).toEqual(['price', 'contract', 'invoice', 'stop']);
  for (const { cueId, trial, withheld } of drawn)
    expect([trial, withheld]).toEqual(
      cueId === 'stop'
        ? [undefined, undefined]
        : trial === 'held-out'
          ? ['held-out', 'held-out']
          : ['offered', undefined],
    );
  // By chance, but always the same: of this call and these cards both sides.
  expect(new Set(drawn.map(({ trial }) => trial))).toEqual(new Set(['offered', 'held-out', undefined]));
  expect(cardsOf(0).map(({ trial }) => trial)).toEqual([undefined, undefined, undefined, undefined]);
});
