import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownCard } from '../contracts/cues';
import { callRecordSchema } from '../contracts/records';
import type { SpeechEvent } from '../contracts/speech';
import { addToDraft, callDraftSchema, interruptedRecord, recordOf, startDraft } from './record-builder';
import type { CallDraft, DraftEvent } from './record-builder';

const T0 = 5_000;
const start = () =>
  startDraft({
    recordId: '01939a5e-7b00-7000-8000-000000000001',
    direction: 'outbound',
    remoteNumber: '8001',
    agentExtension: '1001',
    language: 'zh',
    wallTimeMs: Date.UTC(2026, 10, 21, 8, 0, 0),
    monotonicMs: T0,
    customerName: 'Zhang',
  });
const tell = (draft: CallDraft, ...events: [DraftEvent, number][]) =>
  events.reduce((now, [event, atMs]) => addToDraft(now, event, T0 + atMs), draft);

const card: ShownCard = {
  cardId: 'opt-out-1',
  cueId: 'opt-out',
  title: 'Opt out',
  action: 'opt-out',
  priority: 1,
  lines: ['…'],
  phrase: '不要再打',
  leg: 'customer',
  heardAtMs: 900,
  keywordId: 'k1',
  state: 'hearing',
};
const base = { callId: 'c', leg: 'customer' } as const;
const keyword = { ...base, id: 'k1', phrase: '不要再打', startMs: 400, endMs: 900, score: 0.4, ear: 'fast' } as const;

it('writes down to whom a call was given, who was asked and who joined, in marks the contract takes', () => {
  const given: [DraftEvent, number][] = [
    [{ type: 'phase', phase: 'active' }, 1_000],
    [{ type: 'consult', to: '139****5678' }, 2_000],
    [{ type: 'conference', joined: true, with: '139****5678' }, 3_000],
    [{ type: 'transfer', kind: 'attended', to: '139****5678', outcome: 'asked', sipCode: null }, 4_000],
    [{ type: 'transfer', kind: 'attended', to: '139****5678', outcome: 'failed', sipCode: 486 }, 5_000],
    [{ type: 'ended', cause: 'transferred', sipCode: null }, 6_000],
  ];
  const record = callRecordSchema.parse(recordOf(tell(start(), ...given), T0 + 6_000));
  expect(record.cause).toBe('transferred');
  expect(record.timeline.map(({ type, atMs }) => `${type} ${String(atMs)}`)).toEqual(
    expect.arrayContaining(['consult 2000', 'conference 3000', 'transfer 4000', 'transfer 5000']),
  );
});

it('keeps where a recording begins and what it leaps over, and after a crash where its first part began', () => {
  const facts = (fromAudioMs: number, missingAudio: { fromMs: number; toMs: number }[], bytes: number) =>
    ({ type: 'recording-facts', fromAudioMs, missingAudio, durationMs: 1_000, bytes }) as const;
  const first = tell(
    start(),
    [{ type: 'audio-started' }, 2_000],
    [facts(500, [], 10), 3_000],
    [facts(500, [{ fromMs: 3_000, toMs: 20_000 }], 20), 30_000],
  );
  const missing = [{ fromMs: 5_000, toMs: 22_000 }];
  expect(first.recording).toEqual({ fromMs: 2_500, durationMs: 1_000, bytes: 20, missing });
  const after = tell(first, [{ type: 'audio-started' }, 60_000], [facts(100, [{ fromMs: 1, toMs: 2 }], 30), 61_000]);
  expect(after.recording).toEqual({ fromMs: 2_500, durationMs: 1_000, bytes: 30, missing });
});

it('keeps which script the call had, what a language model was given, and no opt-out that was denied', () => {
  const script = { id: 'b', label: 'B', sharePercent: 50 };
  const rewrite = { model: 'm', outcome: 'failed' as const, code: 'llm-timeout', redactedSpots: 2, sentences: [] };
  const transcript = { type: 'transcript' as const, ...base, startMs: 0, endMs: 900, text: '不要再打' };
  const draft = tell(
    start(),
    [{ type: 'phase', phase: 'active' }, 1],
    [{ type: 'script', script }, 2],
    [{ type: 'speech', event: transcript }, 3],
    [{ type: 'opt-out', card }, 4],
    [{ type: 'opt-out', card: null }, 5],
    [{ type: 'ended', cause: 'agent-hangup', sipCode: 200 }, 6],
    [{ type: 'summary-rewrite', rewrite }, 7],
  );
  expect(callDraftSchema.parse(draft)).toEqual(draft);
  const record = callRecordSchema.parse(recordOf(draft, T0 + 8));
  expect(record).toMatchObject({ script, optOut: null, review: { rewrite } });
});

it('says whose team the desk was of, where it had one', () => {
  const { startedMonotonicMs: monotonicMs, ...facts } = start();
  const draft = startDraft({ ...facts, wallTimeMs: 0, monotonicMs, team: '一组' });
  expect(callDraftSchema.parse(draft).team).toBe('一组');
  expect(callRecordSchema.parse(recordOf(draft, T0 + 8)).team).toBe('一组');
  expect(recordOf(start(), T0 + 8)).not.toHaveProperty('team');
});

it('keeps an opt-out in words without the number or name that stood between them', () => {
  const said = (phrase: string) => {
    const draft = tell(
      start(),
      [{ type: 'opt-out', card: { ...card, phrase } }, 1],
      [{ type: 'ended', cause: 'agent-hangup', sipCode: 200 }, 2],
    );
    return recordOf(draft, T0 + 2).optOut?.phrase;
  };
  expect(said('把我13800138000删掉')).toBe('把我[phone-number]删掉');
  expect(said('把Zhang删掉')).toBe('把[name]删掉');
  expect(said('不要再打')).toBe('不要再打');
});

it('keeps what was said, in order, on the call’s clock, and never a secret of it', () => {
  const said = (leg: 'agent' | 'customer', startMs: number, text: string): DraftEvent => ({
    type: 'speech',
    event: {
      type: 'transcript',
      callId: 'c',
      leg,
      startMs,
      endMs: startMs + 1_000,
      text,
      words: [{ text, startMs, endMs: startMs }],
    },
  });
  const draft = tell(
    start(),
    [{ type: 'phase', phase: 'active' }, 2_000],
    [{ type: 'audio-started' }, 2_000],
    [said('customer', 4_000, '我的卡号是6222021234567890128'), 6_000],
    [said('agent', 1_000, 'Zhang，您好'), 7_000],
    [{ type: 'ended', cause: 'agent-hangup', sipCode: 200 }, 9_000],
  );
  const record = callRecordSchema.parse(recordOf(draft, T0 + 9_000));
  const { transcript } = record;
  expect(transcript?.lines).toEqual([
    { leg: 'agent', startMs: 3_000, endMs: 4_000, text: '[name]，您好' },
    { leg: 'customer', startMs: 6_000, endMs: 7_000, text: '我的卡号是[card-number]' },
  ]);
  expect(record.review?.summary.sentences.length).toBeGreaterThan(0);
  // The times of the words hold the words themselves, as they were said.
  expect(JSON.stringify([record.review, record.transcript])).not.toMatch(/6222|Zhang/);
  expect(transcript?.redacted).toMatchObject({ 'card-number': 1, name: 1, address: 0 });
  expect(transcript?.secrets?.map(({ kind }) => kind).sort()).toEqual(['card-number', 'name']);
  expect(
    recordOf(tell(start(), [{ type: 'ended', cause: 'no-answer', sipCode: 408 }, 1]), T0 + 1).transcript,
  ).toBeUndefined();
});

describe('a call written down', () => {
  const answered: [DraftEvent, number][] = [
    [{ type: 'phase', phase: 'dialing' }, 0],
    [{ type: 'sip-call-id', sipCallId: 'abc@desk' }, 20],
    [{ type: 'phase', phase: 'remote-ringing' }, 200],
    [{ type: 'phase', phase: 'active' }, 3_000],
    [{ type: 'audio-started' }, 3_100],
  ];
  const talked: [DraftEvent, number][] = [
    [{ type: 'speech', event: { type: 'speech-start', ...base, startMs: 200 } }, 3_300],
    [{ type: 'speech', event: { type: 'keyword', ...keyword, confirmed: false } }, 4_000],
    [{ type: 'card', card }, 4_001],
    [{ type: 'speech', event: { type: 'speech-end', ...base, startMs: 200, endMs: 1_400 } }, 4_500],
    [{ type: 'speech', event: { type: 'keyword-confirmed', ...keyword } }, 5_000],
    [{ type: 'card', card: { ...card, state: 'confirmed' } }, 5_001],
    [{ type: 'opt-out', card }, 5_001],
    [{ type: 'speech', event: { type: 'gap', ...base, lostFrames: 3, atMs: 2_000 } }, 5_100],
    [{ type: 'phase', phase: 'held' }, 6_000],
    [{ type: 'phase', phase: 'active' }, 8_000],
    [{ type: 'mute', muted: true }, 8_500],
    [{ type: 'dtmf', sent: true }, 8_600],
    [{ type: 'phase', phase: 'ended' }, 10_000],
    [{ type: 'ended', cause: 'customer-hangup', sipCode: 200 }, 10_000],
    [
      { type: 'quality', quality: { packetsSent: 1, packetsReceived: 2, packetsLost: 0, jitterMs: 1.5 }, second: null },
      10_001,
    ],
    [{ type: 'wrap-up', disposition: 'opt-out', notes: 'polite', callbackAt: null }, 12_000],
  ];

  it('holds what the careful ear said of a keyword in the end, not what a draft said', () => {
    const outcomes = (...events: SpeechEvent[]) =>
      recordOf(
        tell(
          start(),
          ...answered,
          ...events.map((event) => [{ type: 'speech', event }, 4_000] as [DraftEvent, number]),
        ),
        T0 + 9_000,
      ).timeline.flatMap((entry) => (entry.type === 'keyword' ? [entry.outcome] : []));
    const draft = { draft: true } as const;
    expect(
      outcomes(
        { type: 'keyword', ...keyword, confirmed: false },
        { type: 'keyword-confirmed', ...keyword, ...draft },
        { type: 'keyword-withdrawn', ...keyword },
      ),
    ).toEqual(['heard', 'withdrawn']);
    expect(
      outcomes({ type: 'keyword', ...keyword, ...draft, confirmed: true }, { type: 'keyword-confirmed', ...keyword }),
    ).toEqual(['heard', 'confirmed']);
  });

  it('keeps times, talk without hold, speech, keywords, cards and the opt-out', () => {
    const record = recordOf(tell(start(), ...answered, ...talked), T0 + 14_000);
    expect(record).toMatchObject({
      sipCallId: 'abc@desk',
      startedAt: '2026-11-21T08:00:00.000Z',
      answeredAt: '2026-11-21T08:00:03.000Z',
      endedAt: '2026-11-21T08:00:10.000Z',
      ringMs: 3_000,
      talkMs: 5_000,
      holdMs: 2_000,
      wrapUpMs: 4_000,
      cause: 'customer-hangup',
      sipCode: 200,
      speech: { agentMs: 0, customerMs: 1_200, lostFrames: 3 },
      disposition: 'opt-out',
      notes: 'polite',
      optOut: { cueId: 'opt-out', phrase: '不要再打', atMs: 4_000 },
    });
    expect(record.timeline.filter((entry) => entry.type === 'phase').map((entry) => entry.phase)).toEqual([
      'dialing',
      'remote-ringing',
      'active',
      'held',
      'active',
      'ended',
    ]);
    expect(record.timeline).toContainEqual({ type: 'speech', atMs: 3_300, endMs: 4_500, leg: 'customer' });
    expect(record.timeline.filter((entry) => entry.type === 'card')).toEqual([
      { type: 'card', atMs: 4_000, cueId: 'opt-out', title: 'Opt out', state: 'hearing' },
      { type: 'card', atMs: 5_001, cueId: 'opt-out', title: 'Opt out', state: 'confirmed' },
    ]);
    expect(JSON.stringify(record.timeline)).not.toContain('tone');
  });

  it('cuts an interrupted call at the last thing known, speech and hold included', () => {
    const draft = tell(start(), ...answered, ...talked.slice(0, 2), [{ type: 'phase', phase: 'held' }, 4_200]);
    const record = interruptedRecord(tell(draft, [{ type: 'mute', muted: true }, 5_000]));
    expect(record).toMatchObject({
      cause: 'interrupted',
      endedAt: '2026-11-21T08:00:05.000Z',
      talkMs: 1_200,
      holdMs: 800,
      wrapUpMs: 0,
      speech: { customerMs: 1_700 },
    });
    expect(record.timeline.at(-1)).toEqual({ type: 'phase', atMs: 5_000, phase: 'ended' });
  });

  it('counts speech that the end cut off once, as the ears tell its end afterwards', () => {
    const draft = tell(
      start(),
      [{ type: 'phase', phase: 'active' }, 1_000],
      [{ type: 'audio-started' }, 1_000],
      [{ type: 'speech', event: { type: 'speech-start', ...base, startMs: 3_000 } }, 4_100],
      [{ type: 'ended', cause: 'customer-hangup', sipCode: null }, 5_000],
      [{ type: 'speech', event: { type: 'speech-end', ...base, startMs: 3_000, endMs: 3_800 } }, 5_200],
    );
    const { speech, timeline } = recordOf(draft, T0 + 6_000);
    expect(speech.customerMs).toBe(800);
    expect(timeline.filter(({ type }) => type === 'speech')).toEqual([
      { type: 'speech', atMs: 4_000, endMs: 4_800, leg: 'customer' },
    ]);
  });

  it('keeps the end of a call whose wrap-up alone was cut short', () => {
    expect(interruptedRecord(tell(start(), ...answered, ...talked))).toMatchObject({
      cause: 'customer-hangup',
      wrapUpMs: 2_000,
      disposition: 'opt-out',
    });
  });

  it('counts a call never answered as ringing all along', () => {
    const record = recordOf(tell(start(), [{ type: 'ended', cause: 'busy', sipCode: 486 }, 700]), T0 + 700);
    expect(record).toMatchObject({ answeredAt: null, ringMs: 700, talkMs: 0, cause: 'busy', sipCode: 486 });
  });

  it('stays within the contract on a call of endless talk', () => {
    let draft = tell(start(), ...answered);
    for (let turn = 0; turn < 6_000; turn += 1) {
      const event = { type: 'speech-end', ...base, startMs: turn * 10, endMs: turn * 10 + 5 } as const;
      draft = addToDraft(draft, { type: 'speech', event }, T0 + 4_000);
    }
    const record = interruptedRecord(addToDraft(draft, { type: 'mute', muted: true }, T0 + 5_000));
    expect(record.timeline.length).toBeLessThanOrEqual(5_000);
    expect(record.timeline).toContainEqual({ type: 'mute', atMs: 5_000, muted: true });
    expect(record.speech.customerMs).toBe(30_000);
  });

  it('refuses a callback time that is none', () => {
    const draft = tell(start(), [{ type: 'wrap-up', disposition: null, notes: '', callbackAt: 'soon' }, 1]);
    expect(() => recordOf(draft, T0)).toThrow(expect.objectContaining({ code: 'record-invalid' }));
  });
});

describe('any sequence of facts', () => {
  it('survives the disk and gives a valid record, with any clock', () => {
    const all: DraftEvent[] = [
      { type: 'phase', phase: 'active' },
      { type: 'phase', phase: 'held' },
      { type: 'phase', phase: 'ended' },
      { type: 'audio-started' },
      { type: 'speech', event: { type: 'speech-start', ...base, startMs: 9_999 } },
      { type: 'speech', event: { type: 'speech-end', ...base, startMs: 10, endMs: 20 } },
      { type: 'card', card },
      { type: 'opt-out', card },
      { type: 'ended', cause: 'network', sipCode: null },
      { type: 'wrap-up', disposition: 'sale', notes: 'x'.repeat(5_000), callbackAt: '2026-11-22T09:00:00+08:00' },
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...all), fc.integer({ min: -100, max: 60_000 }))), (facts) => {
        const draft = tell(start(), ...facts);
        expect(callDraftSchema.parse(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
        expect(callRecordSchema.safeParse(interruptedRecord(draft)).success).toBe(true);
      }),
    );
  });
});
