import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueBookSchema } from '../contracts/cues';
import type { SpeechEvent } from '../contracts/speech';
import { allCards, confirmedOptOut, keywordsOf, leadingCard, markCard, reduceCues, startCues } from './cues';
import type { CueState } from './cues';

const book = cueBookSchema.parse({
  name: 'test',
  language: 'zh',
  version: 1,
  cues: [
    { id: 'price', phrases: ['太贵', '便宜'], title: 'Price', lines: ['…'], action: 'offer', priority: 3 },
    { id: 'opt-out', phrases: ['不要再打'], title: 'Opt out', lines: ['…'], action: 'opt-out', priority: 1 },
    { id: 'chat', phrases: ['WeChat'], title: 'Chat', lines: ['…'], action: 'inform', leg: 'either' },
    { id: 'cheap', phrases: ['便宜'], title: 'Cheap', lines: ['…'], action: 'offer', threshold: 0.1 },
  ],
});

type Type = 'keyword' | 'keyword-confirmed' | 'keyword-withdrawn';
function say(phrase: string, id: string, type: Type = 'keyword', confirmed = false, leg = 'customer'): SpeechEvent {
  const fields = { callId: 'c', leg: leg as 'agent', id, phrase, startMs: 500, endMs: 900, score: 0.4, ear: 'fast' };
  return { type, ...fields, confirmed } as SpeechEvent;
}
function hear(state: CueState, ...events: [SpeechEvent, number][]): CueState {
  return events.reduce((now, [event, atMs]) => reduceCues(now, event, atMs).state, state);
}
const stateOf = (state: CueState) => allCards(state).map((card) => `${card.cueId} ${card.state}`);

describe('cards from keywords', () => {
  it('pops a card on the fast ear and confirms it by the careful one', () => {
    const popped = reduceCues(startCues(book), say('太贵', 'k1'), 900);
    expect(popped.changes).toMatchObject([
      { cardId: 'price-1', cueId: 'price', state: 'hearing', phrase: '太贵', heardAtMs: 900, keywordId: 'k1' },
    ]);
    const confirmed = reduceCues(popped.state, say('太贵', 'k1', 'keyword-confirmed'), 2000);
    expect(confirmed.changes).toMatchObject([{ cardId: 'price-1', state: 'confirmed' }]);
  });

  it('pops what the careful ear alone heard, already confirmed', () => {
    expect(stateOf(hear(startCues(book), [say('太贵', 'k1', 'keyword', true), 0]))).toEqual(['price confirmed']);
  });

  it('withdraws a card and lets the real words pop it again at once', () => {
    const state = hear(
      startCues(book),
      [say('太贵', 'k1'), 0],
      [say('太贵', 'k1', 'keyword-withdrawn'), 100],
      [say('太贵', 'k2'), 200],
    );
    expect(stateOf(state)).toEqual(['price withdrawn', 'price hearing']);
  });

  it('keeps a card while any of its words stands', () => {
    const two = hear(startCues(book), [say('太贵', 'k1'), 0], [say('太贵', 'k2'), 100]);
    expect(stateOf(two)).toEqual(['price hearing']);
    const one = hear(two, [say('太贵', 'k1', 'keyword-withdrawn'), 200]);
    expect(stateOf(one)).toEqual(['price hearing']);
    expect(stateOf(hear(one, [say('太贵', 'k2', 'keyword-withdrawn'), 300]))).toEqual(['price withdrawn']);
  });

  it('confirms a card on screen by other words of the same cue', () => {
    const state = hear(startCues(book), [say('太贵', 'k1'), 0], [say('便宜', 'k2', 'keyword', true), 500]);
    expect(stateOf(state)).toEqual(['price confirmed', 'cheap confirmed']);
  });

  it('pops again only after the cool-down', () => {
    const state = hear(
      startCues(book),
      [say('太贵', 'k1'), 0],
      [say('太贵', 'k2'), 19_999],
      [say('太贵', 'k3'), 20_000],
    );
    expect(allCards(state).map((card) => card.cardId)).toEqual(['price-1', 'price-2']);
  });

  it('listens to the leg the card asks for', () => {
    const agent = startCues(book);
    expect(reduceCues(agent, say('太贵', 'k1', 'keyword', false, 'agent'), 0).changes).toEqual([]);
    expect(reduceCues(agent, say('wechat', 'k2', 'keyword', false, 'agent'), 0).changes).toHaveLength(1);
  });

  it('puts the most urgent card first, of equals the latest, and none that is done with', () => {
    let state = hear(startCues(book), [say('便宜', 'k1'), 0], [say('不要再打', 'k2'), 1]);
    expect(leadingCard(allCards(state))?.cueId).toBe('opt-out');
    state = markCard(state, 'opt-out-3', 'used').state;
    expect(leadingCard(allCards(state))?.cueId).toBe('price');
    expect(leadingCard([])).toBeNull();
  });

  it('leaves a card as the agent marked it', () => {
    const dismissed = markCard(hear(startCues(book), [say('太贵', 'k1'), 0]), 'price-1', 'dismissed').state;
    const after = reduceCues(dismissed, say('太贵', 'k1', 'keyword-confirmed'), 100);
    expect(after.changes).toEqual([]);
    expect(stateOf(after.state)).toEqual(['price dismissed']);
    expect(markCard(dismissed, 'no-such', 'used').changes).toEqual([]);
  });
});

describe('opting out', () => {
  const heard = hear(startCues(book), [say('不要再打', 'k1'), 0]);

  it('counts only when confirmed', () => {
    expect(confirmedOptOut(heard)).toBeNull();
    expect(confirmedOptOut(hear(heard, [say('不要再打', 'k1', 'keyword-withdrawn'), 1]))).toBeNull();
    expect(confirmedOptOut(hear(heard, [say('不要再打', 'k1', 'keyword-confirmed'), 1]))?.phrase).toBe('不要再打');
  });

  it('waits for the end of the sentence, where the words may be denied; other cards do not', () => {
    const draft = (phrase: string, type: Type, more = {}) =>
      ({ ...say(phrase, 'k1', type), draft: true, ...more }) as SpeechEvent;
    const drafted = hear(heard, [draft('不要再打', 'keyword-confirmed'), 1]);
    expect([stateOf(drafted), confirmedOptOut(drafted)]).toEqual([['opt-out hearing'], null]);
    expect(confirmedOptOut(hear(drafted, [say('不要再打', 'k1', 'keyword-confirmed'), 2]))).not.toBeNull();
    expect(stateOf(hear(drafted, [say('不要再打', 'k1', 'keyword-withdrawn'), 2]))).toEqual(['opt-out withdrawn']);
    const added = hear(startCues(book), [draft('不要再打', 'keyword', { confirmed: true, ear: 'careful' }), 0]);
    expect(stateOf(added)).toEqual(['opt-out hearing']);
    const told = hear(
      heard,
      [say('不要再打', 'k1', 'keyword-confirmed'), 1],
      [draft('不要再打', 'keyword-confirmed'), 2],
    );
    expect(stateOf(told)).toEqual(['opt-out confirmed']);
    const price = hear(startCues(book), [say('太贵', 'k1'), 0], [draft('太贵', 'keyword-confirmed'), 1]);
    expect(stateOf(price)).toEqual(['price confirmed']);
  });

  it('counts when the agent used the card, and when a dismissed one is confirmed', () => {
    expect(confirmedOptOut(markCard(heard, 'opt-out-1', 'used').state)).not.toBeNull();
    const dismissed = markCard(heard, 'opt-out-1', 'dismissed').state;
    expect(confirmedOptOut(dismissed)).toBeNull();
    expect(confirmedOptOut(hear(dismissed, [say('不要再打', 'k1', 'keyword-confirmed'), 1]))).not.toBeNull();
  });
});

describe('keywords of a book', () => {
  it('names each phrase once, at the lowest threshold', () => {
    expect(keywordsOf(book)).toEqual([
      { phrase: '太贵', threshold: 0.15 },
      { phrase: '便宜', threshold: 0.1 },
      { phrase: '不要再打', threshold: 0.15 },
      { phrase: 'WeChat', threshold: 0.15 },
    ]);
  });

  it('carries the accents that the book allows for', () => {
    const accents = new Set(keywordsOf({ ...book, accents: ['n-l'] }).map((keyword) => String(keyword.accents)));
    expect([...accents]).toEqual(['n-l']);
  });

  it('takes the threshold that the book gives a phrase, higher or lower than the cards say', () => {
    const thresholds = { 便宜: 0.4, wechat: 0.05 };
    expect(keywordsOf({ ...book, thresholds }).map(({ threshold }) => threshold)).toEqual([0.15, 0.4, 0.15, 0.05]);
  });
});

describe('any sequence of speech', () => {
  it('reports every change, keeps cards in place, and never opens a cue twice within its cool-down', () => {
    const event = fc.record({
      phrase: fc.constantFrom('太贵', '便宜', '不要再打', 'wechat', '别的'),
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      type: fc.constantFrom<Type>('keyword', 'keyword-confirmed', 'keyword-withdrawn'),
      confirmed: fc.boolean(),
      waitMs: fc.nat(15_000),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = startCues(book);
        let nowMs = 0;
        const screen = new Map<string, string>();
        for (const { phrase, id, type, confirmed, waitMs } of events) {
          nowMs += waitMs;
          const before = allCards(state).map((card) => card.cardId);
          const step = reduceCues(state, say(phrase, id, type, confirmed), nowMs);
          state = step.state;
          for (const card of step.changes) screen.set(card.cardId, card.state);
          const after = allCards(state);
          expect(after.slice(0, before.length).map((card) => card.cardId)).toEqual(before);
          expect(new Map(after.map((card) => [card.cardId, card.state]))).toEqual(screen);
        }
      }),
      { numRuns: 500 },
    );
  });
});
