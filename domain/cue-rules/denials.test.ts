import { describe, expect, it } from 'vitest';
import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';
import {
  allCards,
  confirmedOptOut,
  keywordsOf,
  leadingCard,
  markCard,
  reduceCues,
  startCues,
  type CueState,
} from '../cues';
import { intentSignals } from '../intents/intent-signals';
import { phraseFinder } from '../spoken/transcript-match';
import { builtInBook } from '../testing/books';
import { tryBook } from '../cue-tester';
import type { CueSignal } from './facts';

/** How the ears tell of an utterance: the fast ear's words first, and what the careful ear makes of them before or after the meaning. */
type Order = 'verdict first' | 'meaning first';
const ORDERS: Order[] = ['verdict first', 'meaning first'];

function call(language: Language, order: Order, ...texts: string[]): CueState {
  const book = builtInBook(language);
  const lines: TranscriptLine[] = [];
  let state = startCues(book);
  texts.forEach((text, index) => {
    const startMs = index * 5_000;
    const line: TranscriptLine = { leg: 'customer', startMs, endMs: startMs + 3_000, text };
    lines.push(line);
    const find = phraseFinder(text);
    const heard = keywordsOf(book).flatMap(({ phrase }) =>
      find(phrase)
        .filter(({ verdict }) => verdict === 'found')
        .map(({ from, to }, at) => ({
          callId: 'c',
          leg: 'customer' as const,
          id: `${phrase} ${String(index)} ${String(at)}`,
          phrase,
          startMs: startMs + from * 3_000,
          endMs: startMs + to * 3_000,
          score: 1,
        })),
    );
    const fast = heard.map((keyword): CueSignal => ({ type: 'keyword', ear: 'fast', confirmed: false, ...keyword }));
    const verdicts = heard.map((keyword): CueSignal => ({ type: 'keyword-confirmed', ear: 'careful', ...keyword }));
    const meaning = (): CueSignal[] => [
      ...intentSignals(lines, language),
      { type: 'transcript', callId: 'c', ...line },
    ];
    const told = order === 'verdict first' ? [...verdicts, ...meaning()] : [...meaning(), ...verdicts];
    for (const signal of [...fast, ...told]) state = reduceCues(state, signal, line.endMs).state;
  });
  return state;
}
const standing = (state: CueState) =>
  allCards(state)
    .filter((card) => card.state !== 'withdrawn')
    .map(({ cueId }) => cueId);

const DENIED: [Language, 'complaint' | 'opt-out', string][] = [
  ['zh', 'complaint', '没有要投诉的意思'],
  ['zh', 'complaint', '我不是要投诉，就是想问一下。'],
  ['zh', 'complaint', '我没有投诉你们。'],
  ['zh', 'complaint', '谈不上投诉吧。'],
  ['zh', 'complaint', '我没打算投诉你们，也没有举报的意思。'],
  ['zh', 'opt-out', '我没说不要再打，我是说这两天别打。'],
  ['zh', 'opt-out', '我没让你们拉黑我。'],
  ['zh', 'opt-out', '我不是要退订。'],
  ['zh', 'complaint', '投诉倒不至于。'],
  ['zh', 'complaint', '投诉就算了。'],
  ['zh', 'opt-out', '拉黑就不用了。'],
  ['en', 'complaint', "A complaint isn't necessary."],
  ['en', 'complaint', "I'm not saying I'd complain."],
  ['en', 'complaint', "I don't want to complain."],
  ['en', 'complaint', 'This is not a complaint, I just want to know.'],
  ['en', 'complaint', "I'm not going to report you."],
  ['en', 'opt-out', "I'm not saying don't call me."],
  ['en', 'opt-out', "No, I don't want you to take me off the list."],
];

describe.each(ORDERS)('%s: what was denied', (order) => {
  it.each(DENIED)('%s %s: “%s” shows no card', (language, cueId, text) => {
    const state = call(language, order, text);
    expect(standing(state)).not.toContain(cueId);
    expect(confirmedOptOut(state)).toBeNull();
    expect(leadingCard(allCards(state))?.cueId).not.toBe(cueId);
  });

  it.each<[Language, 'complaint' | 'opt-out', string, string]>([
    ['zh', 'complaint', '没有要投诉的意思', '你们再这样我就投诉了'],
    ['zh', 'opt-out', '我没说不要再打', '算了，你们不要再打了'],
    ['en', 'complaint', "I don't want to complain", 'All right, I want to make a complaint'],
    ['en', 'opt-out', "I'm not saying don't call me", "Now please don't call me any more"],
  ])('%s %s: shows the card when it is said truly afterwards', (language, cueId, denied, meant) => {
    expect(standing(call(language, order, denied, meant))).toContain(cueId);
    // And a denial takes nothing back of what was meant before.
    expect(standing(call(language, order, meant, denied))).toContain(cueId);
  });

  it.each<[Language, string]>([
    ['zh', '我不想投诉，但是你们再这样我就投诉'],
    ['zh', '我不是要投诉，我要打12315'],
    ['en', "I don't want to complain but I will report you"],
  ])('%s: “%s” shows the card, for both were said', (language, text) => {
    expect(standing(call(language, order, text))).toContain('complaint');
  });

  it.each<[Language, 'complaint' | 'opt-out', string]>([
    ['zh', 'complaint', '我不能不投诉'],
    ['zh', 'complaint', '这回不得不投诉你们了'],
    ['zh', 'complaint', '我没办法不投诉'],
    ['zh', 'complaint', '我不投诉你们才怪'],
    ['zh', 'complaint', '非投诉你们不可'],
    ['zh', 'complaint', '你别以为我不会投诉'],
    ['zh', 'complaint', '我要不要投诉你们？'],
    ['zh', 'opt-out', '你们能不能不要再打了'],
    ['zh', 'complaint', '算了我要投诉'],
    ['zh', 'complaint', '退款，不然我投诉'],
    ['zh', 'opt-out', '把我拉黑就算了'],
    ['zh', 'opt-out', '不要再打了，没必要'],
    ['en', 'complaint', "I can't not complain"],
    ['en', 'complaint', "Don't think I won't complain"],
    ['en', 'complaint', "I can't help but complain"],
    ['en', 'complaint', 'I have no choice but to complain'],
  ])('%s %s: “%s” is a double negative, or a threat, and acts', (language, cueId, text) => {
    expect(standing(call(language, order, text))).toContain(cueId);
  });

  it('takes nothing from the cards of other words in the same breath', () => {
    expect(standing(call('zh', order, '我不是要投诉，就是觉得太贵'))).toContain('too-expensive');
  });

  it('leaves a card that the agent used', () => {
    const book = builtInBook('zh');
    const said = { callId: 'c', leg: 'customer', id: 'k', phrase: '投诉', startMs: 600, endMs: 900, score: 1 } as const;
    const heard = reduceCues(startCues(book), { type: 'keyword', ...said, ear: 'fast', confirmed: false }, 0).state;
    const used = markCard(heard, 'complaint-1', 'used').state;
    const [denial] = intentSignals([{ leg: 'customer', startMs: 0, endMs: 900, text: '我不是要投诉' }], 'zh');
    expect(denial?.type).toBe('intent-denied');
    expect(allCards(denial ? reduceCues(used, denial, 1).state : used)).toMatchObject([{ state: 'used' }]);
  });
});

describe('the tester of the cue book', () => {
  it.each(DENIED)('%s %s: says the same of “%s”', (language, cueId, text) => {
    const { popped, near } = tryBook(builtInBook(language), [{ leg: 'customer', text }]);
    expect(popped.map(({ cue }) => cue.id)).not.toContain(cueId);
    expect(near.find(({ cue }) => cue.id === cueId)?.phrase?.why).toBe('denied');
  });

  it('shows the card of what is meant', () => {
    const lines = ['没有要投诉的意思', '我就投诉了'].map((text) => ({ leg: 'customer' as const, text }));
    expect(tryBook(builtInBook('zh'), lines).popped.map(({ cue, line }) => [cue.id, line])).toContainEqual([
      'complaint',
      1,
    ]);
  });
});
