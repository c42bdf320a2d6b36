import { describe, expect, it } from 'vitest';
import { qualityFormSchema, qualityScoreSchema, type QualityScore } from '../../contracts/quality-form';
import type { TranscriptLine } from '../../contracts/transcript';
import { measureConversation } from '../conversation/measure';
import type { SpokenSpan } from '../conversation/spans';
import { findIntents } from '../intents/find-intents';
import { builtInForm, builtInIntents } from '../testing/books';
import * as calls from '../testing/conversations';
import { scoreCall, type CallToScore } from './score-call';

function toScore(
  conversation: calls.Conversation,
  more: Partial<CallToScore> = {},
  spans: SpokenSpan[] = [],
): CallToScore {
  const { lines, language } = conversation;
  const connected = more.connected ?? { startMs: 0, endMs: (lines.at(-1)?.endMs ?? 0) + 500 };
  return {
    answered: true,
    connected,
    lines,
    figures: measureConversation({ spans, lines, language, connected }),
    intents: findIntents(lines, builtInIntents(language)),
    noticePlayedAtMs: null,
    ...more,
  };
}

const score = (conversation: calls.Conversation, more: Partial<CallToScore> = {}) =>
  scoreCall(builtInForm(conversation.language), toScore(conversation, more));

function item(result: QualityScore, itemId: string) {
  const found = result.items.find((one) => one.itemId === itemId);
  if (!found) throw new Error(`no item ${itemId}`);
  return found;
}

describe('whole calls', () => {
  it('earn everything when all was done', () => {
    for (const conversation of [calls.zhSale, calls.zhCallback, calls.zhUndecided, calls.enCallback]) {
      expect(score(conversation)).toMatchObject({ total: 100, weighted: 100, failed: false });
    }
  });

  it('lose the weight of what was left out, of the weights that apply', () => {
    const result = score(calls.enSale);
    expect(item(result, 'order-read-back')).toMatchObject({ outcome: 'not-met', points: 0, reason: 'not-said' });
    expect(result.total).toBe(90);
  });

  it('fail by a forbidden promise, whatever else they earned', () => {
    for (const [conversation, words] of [
      [calls.zhOptOut, '保证能'],
      [calls.enComplaint, 'guarantee'],
    ] as const) {
      const result = score(conversation);
      expect(result).toMatchObject({ total: 0, failed: true });
      expect(result.weighted).toBeGreaterThan(50);
      expect(item(result, 'forbidden-promises')).toMatchObject({ reason: 'forbidden-said', evidence: [{ words }] });
      expect(item(result, 'opt-out-honoured').outcome).toBe('met');
    }
  });

  it('give scores that the contract knows', () => {
    for (const conversation of calls.conversations) {
      const result = score(conversation);
      expect(qualityScoreSchema.parse(result)).toEqual(result);
    }
  });
});

describe('an item', () => {
  const line = (leg: 'agent' | 'customer', startMs: number, text: string): TranscriptLine => ({
    leg,
    startMs,
    endMs: startMs + 1000,
    text,
  });
  const title = { zh: '甲', en: 'A' };
  const one = (fields: object, lines: TranscriptLine[], more: Partial<CallToScore> = {}, spans: SpokenSpan[] = []) => {
    const items = [{ id: 'a', title, weight: 10, ...fields }];
    const form = qualityFormSchema.parse({ name: 'x', language: 'zh', version: 1, items });
    const conversation = { name: 'x', language: 'zh' as const, lines };
    const connected = { startMs: 0, endMs: 100_000 };
    const [scored] = scoreCall(form, toScore(conversation, { connected, ...more }, spans)).items;
    if (!scored) throw new Error('no item');
    return scored;
  };

  it('of words must be said by the agent, in time', () => {
    const say = { type: 'say', phrases: ['您好'], withinSeconds: 10 };
    expect(one(say, [line('agent', 2000, '您好')])).toMatchObject({ outcome: 'met', points: 10, reason: 'said' });
    expect(one(say, [line('customer', 2000, '您好')])).toMatchObject({ outcome: 'not-met', reason: 'not-said' });
    expect(one(say, [line('agent', 20_000, '您好')])).toMatchObject({
      reason: 'said-too-late',
      evidence: [{ atMs: 20_000, words: '您好' }],
    });
    const closing = { type: 'closing', phrases: ['再见'], beforeEndSeconds: 20 };
    expect(one(closing, [line('agent', 90_000, '再见')]).outcome).toBe('met');
    expect(one(closing, [line('agent', 30_000, '再见')]).reason).toBe('said-too-early');
  });

  it('of forbidden words knows when they are denied', () => {
    const never = { type: 'never-say', phrases: ['保证收益'] };
    expect(one(never, [line('agent', 0, '我们不能向您保证收益')])).toMatchObject({
      outcome: 'met',
      reason: 'never-said',
    });
    expect(one(never, [line('agent', 0, '我们保证收益')])).toMatchObject({ outcome: 'not-met', points: 0 });
    expect(one(never, [line('customer', 0, '你们保证收益吗')]).outcome).toBe('met');
  });

  it('of the notice of recording is met by the played one', () => {
    const notice = { type: 'notice-of-recording', phrases: ['会录音'] };
    const said = [line('agent', 0, '您好')];
    expect(one(notice, said).outcome).toBe('not-met');
    expect(one(notice, said, { noticePlayedAtMs: 500 })).toMatchObject({ outcome: 'met', reason: 'played' });
    expect(one(notice, said, { noticePlayedAtMs: 90_000 }).outcome).toBe('not-met');
  });

  it('of figures says what was measured and where', () => {
    const span = (leg: 'agent' | 'customer', startMs: number, endMs: number): SpokenSpan => ({ leg, startMs, endMs });
    const spans = [span('customer', 0, 50_000), span('agent', 10_000, 12_000), span('agent', 70_000, 100_000)];
    const figure = (fields: object) => one(fields, [], {}, spans);
    expect(figure({ type: 'max-interruptions', most: 0 })).toMatchObject({
      outcome: 'not-met',
      measured: 1,
      evidence: [{ leg: 'agent', atMs: 10_000, endMs: 12_000 }],
    });
    expect(figure({ type: 'max-dead-air-seconds', most: 8 })).toMatchObject({
      outcome: 'not-met',
      measured: 20,
      evidence: [{ atMs: 50_000, endMs: 70_000 }],
    });
    expect(figure({ type: 'talk-ratio', least: 0.3, most: 0.5 })).toMatchObject({
      outcome: 'met',
      reason: 'within-limit',
    });
    expect(figure({ type: 'talk-ratio', least: 0.5, most: 0.9 }).outcome).toBe('not-met');
  });

  it('does not apply where it cannot be judged, and says why', () => {
    const say = { type: 'say', phrases: ['您好'] };
    const said = [line('agent', 0, '您好')];
    const not = (reason: string) => ({ outcome: 'not-applicable', points: null, reason });
    expect(one(say, [])).toMatchObject(not('no-transcript'));
    expect(one(say, said, { answered: false })).toMatchObject(not('not-answered'));
    expect(one(say, said, { connected: { startMs: 0, endMs: 3000 } })).toMatchObject(not('too-short'));
    expect(one({ ...say, ifIntent: ['opt-out'] }, said)).toMatchObject(not('no-such-occasion'));
    expect(one({ type: 'max-interruptions', most: 0 }, [])).toMatchObject(not('no-speech'));
  });

  it('leaves no total where nothing applies', () => {
    const result = score(calls.zhSale, { answered: false });
    expect(result).toMatchObject({ total: null, weighted: null, failed: false });
  });
});
