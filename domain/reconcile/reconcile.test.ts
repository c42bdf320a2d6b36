import { describe, expect, it } from 'vitest';
import { USUAL_OPTIONS, deskCallSchema, type CdrLine, type ChannelEvent, type DeskCall } from './facts';
import { reconcile } from './reconcile';
import { cdrOf, channelOf, eventsOf, madeCall, recordOf, uuidOf } from './testing/made-books';

const call = madeCall(1);
const inbound = madeCall(1, { direction: 'inbound' });
const unanswered = madeCall(1, { talkS: null, ringS: 20 });
const rang = madeCall(1, { talkS: null, ringS: 20, direction: 'inbound' });
const later = (iso: string | null, seconds: number) => new Date(Date.parse(iso ?? '') + seconds * 1000).toISOString();

/** `explained KIND` and `flagged KIND` of each finding. */
function verdicts(records: DeskCall[], cdr: CdrLine[], events: ChannelEvent[] = [], more = {}): string[] {
  const { findings } = reconcile({ records, cdr, events }, { ...USUAL_OPTIONS, ...more });
  return findings.map(({ verdict, kind }) => `${verdict} ${kind}`).sort();
}

describe('a record and a call of the PBX', () => {
  it('agree where times are as near as may be', () => {
    const report = reconcile({ records: [recordOf(call, {}, 900)], cdr: [cdrOf(call)], events: [] }, USUAL_OPTIONS);
    expect(report).toMatchObject({ records: 1, pbxCalls: 1, agreed: 1, explained: 0, flagged: 0, findings: [] });
  });

  it('belong together by Call-ID whatever the number and the time', () => {
    const record = recordOf(call, { remoteNumber: '+86 10' }, 3_600_000);
    expect(verdicts([record], [cdrOf(call)])).toEqual([]);
  });

  it('belong together by extension, number and time where there is no Call-ID, or something else in its place', () => {
    const record = recordOf(call, { remoteNumber: '+8613800138000' });
    for (const callIds of [[], ['campaign-7']]) expect(verdicts([record], [cdrOf(call, { callIds })])).toEqual([]);
    const other = cdrOf(call, { callIds: [], destination: '13900139000' });
    expect(verdicts([record], [other])).toEqual(['flagged missing-cdr', 'flagged missing-record']);
  });

  it('are flagged where one says answered and the other does not', () => {
    expect(verdicts([recordOf(unanswered)], [cdrOf(call)])).toEqual(['flagged answer-disagrees']);
    expect(verdicts([recordOf(call)], [cdrOf(unanswered)])).toEqual(['flagged answer-disagrees']);
  });

  it('are flagged where durations are apart, either way', () => {
    for (const seconds of [20, -20]) {
      const record = recordOf(call, { endedAt: later(recordOf(call).endedAt, seconds) });
      expect(verdicts([record], [cdrOf(call)])).toEqual(['flagged duration-disagrees']);
      expect(verdicts([record], [cdrOf(call)], [], { toleranceMs: 30_000 })).toEqual([]);
    }
  });

  it('are explained where the desk knows that it lost touch, unless the channel is stuck', () => {
    const record = recordOf(madeCall(1, { talkS: 10 }), { cause: 'interrupted' });
    expect(verdicts([record], [cdrOf(call)])).toEqual(['explained desk-lost-the-call']);
    expect(verdicts([record], [cdrOf(madeCall(1, { talkS: 500 }))])).toEqual(['flagged stuck-channel']);
    expect(verdicts([recordOf(unanswered, { cause: 'network' })], [cdrOf(call)])).toEqual(['explained answer-lost']);
  });

  it('are flagged where the channel is still there long after the call', () => {
    const [started, answered] = eventsOf(call);
    const events = [started, answered].filter((event) => event !== undefined);
    const beat = eventsOf(madeCall(9));
    const record = recordOf(call);
    const told = verdicts([record, recordOf(madeCall(9))], [cdrOf(madeCall(9))], [...events, ...beat]);
    expect(told).toEqual(['flagged stuck-channel']);
    expect(verdicts([record], [], events)).toEqual(['explained in-progress']);
  });

  it('see through a clock that is wrong', () => {
    const calls = [1, 2, 3, 4].map((index) => madeCall(index));
    const records = calls.map((one) => recordOf(one, {}, 120_000));
    const lines = calls.map((one, at) => cdrOf(one, at === 3 ? { callIds: [] } : {}));
    expect(verdicts(records, lines)).toEqual(['explained clock-skew']);
  });

  it('count from the answer that the caller got where there are no channel events', () => {
    const early = cdrOf(inbound, {
      startMs: cdrOf(inbound).startMs - 90_000,
      answeredMs: cdrOf(inbound).startMs - 90_000,
    });
    expect(verdicts([recordOf(inbound)], [early])).toEqual(['explained pbx-answered-first']);
    expect(verdicts([recordOf(inbound)], [early], eventsOf(inbound))).toEqual([]);
    const menu = { ...early, endMs: cdrOf(rang).endMs };
    expect(verdicts([recordOf(rang)], [menu])).toEqual(['explained pbx-answered-first']);
  });
});

describe('a call that rang at several telephones', () => {
  const elsewhere = cdrOf(rang, { destinationChannel: 'PJSIP/2001-0000000f', disposition: 'ANSWERED', callIds: [] });

  it('was answered elsewhere when another channel answered', () => {
    const record = recordOf(rang, { cause: 'answered-elsewhere' });
    expect(verdicts([record], [cdrOf(rang), elsewhere])).toEqual(['explained answered-elsewhere']);
    expect(verdicts([record], [cdrOf(rang)])).toEqual(['flagged not-answered-elsewhere']);
  });

  it('was not missed then', () => {
    expect(verdicts([recordOf(rang)], [cdrOf(rang), elsewhere])).toEqual(['flagged elsewhere-as-missed']);
    const pickup = eventsOf(rang).map((event) => ({ ...event, type: 'PICKUP', channel: 'PJSIP/2001-0000000f' }));
    expect(verdicts([recordOf(rang)], [cdrOf(rang)], pickup.slice(0, 1))).toEqual(['flagged elsewhere-as-missed']);
  });

  it('may ring at two contacts of one extension, and at two desks under one Call-ID', () => {
    const second = cdrOf(rang, { destinationChannel: 'PJSIP/1001-0000000f', callIds: ['other'], sequence: '2' });
    expect(verdicts([recordOf(rang)], [cdrOf(rang), second])).toEqual(['explained forked-contact']);
    const twin = recordOf(rang, { recordId: uuidOf(2), deskId: 'desk-b' });
    expect(verdicts([recordOf(rang), twin], [cdrOf(rang)])).toEqual(['explained forked-contact']);
    const sameDesk = recordOf(rang, { recordId: uuidOf(2) });
    expect(verdicts([recordOf(rang), sameDesk], [cdrOf(rang)])).toEqual(['flagged doubled-record']);
  });
});

describe('a call that went on elsewhere', () => {
  it('was transferred: its CDR may be gone, or tell of other times', () => {
    const transfer = { ...(eventsOf(call)[0] as ChannelEvent), type: 'BLINDTRANSFER', channel: channelOf(call) };
    expect(verdicts([recordOf(call)], [], [...eventsOf(call), transfer])).toEqual(['explained transferred']);
    expect(verdicts([recordOf(call)], [], eventsOf(call))).toEqual(['flagged missing-cdr']);
    const longer = cdrOf(madeCall(1, { talkS: 120 }));
    expect(verdicts([recordOf(call)], [longer], [...eventsOf(madeCall(1, { talkS: 120 })), transfer])).toEqual([
      'explained transferred',
    ]);
  });

  it('was taken back by the desk under another channel', () => {
    const whole = madeCall(1, { talkS: 300 });
    const first = cdrOf(madeCall(1, { talkS: 100 }));
    const back = cdrOf(madeCall(2, { startS: 300 + 110, ringS: 0, talkS: 196 }), { linkedId: first.linkedId });
    expect(verdicts([recordOf(whole)], [first, back])).toEqual(['explained taken-back']);
    expect(verdicts([recordOf(whole)], [first, { ...back, linkedId: 'x', uniqueId: 'x' }])).toEqual([
      'flagged duration-disagrees',
      'flagged missing-record',
    ]);
  });
});

describe('a call that the desk took back after a crash, as its record says', () => {
  const whole = madeCall(1, { talkS: 300 });
  const startMs = Date.parse(recordOf(whole).startedAt);
  const endMs = Date.parse(recordOf(whole).endedAt);
  const lostMs = startMs + 100_000;
  const takenBack = [{ diedMs: lostMs, backMs: lostMs + 6_000, sipCallId: 'call-1-again' }];
  const record = recordOf(whole, { takenBack });
  const first = cdrOf(whole, { endMs: lostMs + 5_000 });
  /** Asterisk ran no dialplan for it: no Call-ID, and nothing that links it to the first one. */
  const again = cdrOf(madeCall(2), { startMs: lostMs + 5_000, answeredMs: lostMs + 5_000, endMs, callIds: [] });

  it('has a second channel that nothing links to the first', () => {
    expect(verdicts([record], [first, again])).toEqual(['explained taken-back']);
    expect(verdicts([{ ...record, takenBack: [] }], [first, again])).toEqual([
      'flagged duration-disagrees',
      'flagged missing-record',
    ]);
  });

  it('may have two CDR of that channel, asked for by the desk’s own extension', () => {
    const inbound = madeCall(1, { talkS: 300, direction: 'inbound' });
    const dialled = cdrOf(inbound, { endMs: lostMs + 5_000 });
    const channel = channelOf(madeCall(2));
    const [startMs_, none] = [lostMs + 5_000, { answeredMs: lostMs + 5_000, startMs: lostMs + 5_000 }];
    const swap = cdrOf(madeCall(2), {
      ...{ ...none, endMs: startMs_, destination: '1001', destinationChannel: channelOf(inbound) },
      callIds: ['call-1'],
    });
    const rest = { ...dialled, ...none, endMs, destinationChannel: channel, callIds: [], sequence: '9' };
    const told = recordOf(inbound, { takenBack });
    expect(verdicts([told], [dialled, swap, rest])).toEqual(['explained taken-back']);
    // Without the linked id as well, which Asterisk keeps where there is a bridge.
    const alone = [swap, rest].map((line) => ({ ...line, linkedId: 'pbx-2.1', uniqueId: 'pbx-2.1' }));
    expect(verdicts([told], [dialled, ...alone])).toEqual(['explained taken-back']);
  });

  it('is flagged where the second channel ends at another time, or is not there', () => {
    expect(verdicts([record], [first, { ...again, endMs: endMs - 60_000 }])).toEqual([
      'explained taken-back',
      'flagged duration-disagrees',
    ]);
    expect(verdicts([record], [first])).toEqual(['flagged duration-disagrees']);
  });

  it('leaves another call to the same number to its own record', () => {
    const other = madeCall(3, { startS: 300 + 104, ringS: 0, talkS: 20 });
    const line = cdrOf(other, { callIds: [] });
    const twin = recordOf(other, { sipCallId: '' });
    expect(verdicts([record, twin], [first, again, line])).toEqual(['explained taken-back']);
    expect(verdicts([record], [first, again, line])).toEqual(['explained taken-back', 'flagged missing-record']);
    expect(verdicts([record, twin], [first, again])).toEqual(['explained taken-back', 'flagged missing-cdr']);
  });

  it('may have been taken back twice, by a clock that is off', () => {
    const second = { diedMs: lostMs + 100_000, backMs: lostMs + 103_000, sipCallId: null };
    const off = (ms: number) => ms + 120_000;
    const twice = [...takenBack, second].map((one) => ({
      ...one,
      diedMs: off(one.diedMs),
      backMs: off(one.backMs),
    }));
    const calls = [4, 5, 6].map((index) => madeCall(index));
    const middle = { ...again, endMs: lostMs + 102_000 };
    const last = { ...again, channel: channelOf(madeCall(9)), startMs: middle.endMs, answeredMs: middle.endMs };
    const records = [recordOf(whole, { takenBack: twice }, 120_000), ...calls.map((one) => recordOf(one, {}, 120_000))];
    const lines = [first, middle, { ...last, sequence: '9' }, ...calls.map((one) => cdrOf(one))];
    expect(verdicts(records, lines)).toEqual(['explained clock-skew', 'explained taken-back', 'explained taken-back']);
  });

  it('is read from the record’s timeline', () => {
    const timeline = [
      { type: 'warning', atMs: 100_000, code: 'desk-died' },
      { type: 'warning', atMs: 106_000, code: 'taken-back' },
      { type: 'note', atMs: 106_000, text: 'Call-ID call-1-again' },
    ];
    expect(deskCallSchema.parse({ ...recordOf(whole), timeline }).takenBack).toEqual(takenBack);
    expect(deskCallSchema.parse(record).takenBack).toEqual([]);
  });
});

describe('what only one of them knows', () => {
  it('never reached the PBX, or was refused before it made a channel', () => {
    expect(verdicts([recordOf(unanswered, { cause: 'network' })], [])).toEqual(['explained never-reached-the-pbx']);
    expect(verdicts([recordOf(unanswered, { sipCallId: '', cause: 'interrupted' })], [])).toEqual([
      'explained never-reached-the-pbx',
    ]);
    expect(verdicts([recordOf(unanswered, { sipCode: 404, cause: 'not-found' })], [])).toEqual([
      'explained refused-before-a-channel',
    ]);
    expect(verdicts([recordOf(unanswered, { sipCode: 486, cause: 'busy' })], [])).toEqual(['flagged missing-cdr']);
    const quick = recordOf(madeCall(1, { talkS: null, ringS: 1 }), { cause: 'cancelled' });
    expect(verdicts([quick], [])).toEqual(['explained cancelled-before-ringing']);
  });

  it('did not find the desk, or was given up before it rang', () => {
    const desks = { extensions: ['1001'] };
    expect(verdicts([], [cdrOf(rang)], [], desks)).toEqual(['flagged missing-record']);
    expect(verdicts([], [cdrOf(rang, { disposition: 'FAILED' })], [], desks)).toEqual(['explained desk-away']);
    expect(verdicts([], [cdrOf(rang)], eventsOf(rang, 20), desks)).toEqual(['explained desk-away']);
    const brief = cdrOf(madeCall(1, { talkS: null, ringS: 1, direction: 'inbound' }));
    expect(verdicts([], [brief], [], desks)).toEqual(['explained cancelled-before-ringing']);
    expect(verdicts([], [{ ...brief, disposition: 'BUSY' }], [], desks)).toEqual(['flagged missing-record']);
  });

  it('is there again, word for word', () => {
    expect(verdicts([recordOf(call), recordOf(call)], [cdrOf(call)])).toEqual(['flagged doubled-record']);
    expect(verdicts([recordOf(call)], [cdrOf(call), cdrOf(call)])).toEqual(['flagged doubled-cdr']);
  });

  it('is of a telephone that is no desk: counted, and compared when asked for', () => {
    const other = cdrOf(madeCall(2, { extension: '2001' }));
    const books = { records: [recordOf(call)], cdr: [cdrOf(call), other], events: [] };
    expect(reconcile(books, USUAL_OPTIONS)).toMatchObject({ flagged: 0, otherEndpoints: { 2001: 1 } });
    expect(reconcile(books, { ...USUAL_OPTIONS, extensions: ['1001', '2001'] })).toMatchObject({ flagged: 1 });
  });

  it('is told only of the days asked for, and matched beyond them', () => {
    const fromMs = cdrOf(call).startMs + 1;
    const books = { records: [recordOf(call, {}, 900)], cdr: [cdrOf(call), cdrOf(madeCall(2))], events: [] };
    expect(reconcile(books, { ...USUAL_OPTIONS, fromMs })).toMatchObject({ records: 1, pbxCalls: 1, flagged: 1 });
    expect(reconcile(books, { ...USUAL_OPTIONS, toMs: fromMs })).toMatchObject({ records: 0, pbxCalls: 1, flagged: 0 });
  });
});

describe('a call from desk to desk', () => {
  it('has two records and one CDR, with both Call-IDs', () => {
    const there = madeCall(2, { extension: '1002', direction: 'inbound', number: '1001', startS: call.startS });
    const line = cdrOf(call, {
      destination: '1002',
      destinationChannel: channelOf(there),
      callIds: ['call-1', 'call-2'],
    });
    const records = [recordOf(call, { remoteNumber: '1002' }), recordOf(there)];
    expect(verdicts(records, [line])).toEqual([]);
    expect(verdicts(records.slice(1), [line], [], { extensions: ['1001', '1002'] })).toEqual([
      'flagged missing-record',
    ]);
  });
});
