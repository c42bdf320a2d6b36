import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { USUAL_OPTIONS, type CdrLine } from './facts';
import { reconcile, type Books } from './reconcile';
import { callIdOf, cdrOf, channelOf, eventsOf, recordOf, uuidOf, type MadeCall } from './testing/made-books';

const EXTENSIONS = ['1001', '1002', '1003'];
/** Calls of one desk follow one another: the next begins when the last has long ended. */
const GAP_S = 90;

interface Day {
  readonly calls: readonly MadeCall[];
  /** What happens to each call's tellings. */
  readonly fates: readonly ('told' | 'lost' | 'doubled' | 'no-cdr')[];
  /** The dialplan notes Call-IDs; there are channel events; the desks' clocks are off by so much. */
  readonly named: boolean;
  readonly events: boolean;
  readonly offMs: number;
}

const dayOf: fc.Arbitrary<Day> = fc
  .array(
    fc.record({
      extension: fc.constantFrom(...EXTENSIONS),
      direction: fc.constantFrom('outbound' as const, 'inbound' as const),
      number: fc.constantFrom('13800138000', '600', '01088888888'),
      ringS: fc.integer({ min: 2, max: 40 }),
      talkS: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null }),
      fate: fc.constantFrom('told' as const, 'told' as const, 'lost' as const, 'doubled' as const, 'no-cdr' as const),
    }),
    { maxLength: 25 },
  )
  .chain((made) =>
    fc
      .record({ named: fc.boolean(), events: fc.boolean(), offMs: fc.integer({ min: -900, max: 900 }) })
      .map((world) => {
        let clockS = 0;
        const calls = made.map((call, at) => {
          const startS = clockS;
          clockS += call.ringS + (call.talkS ?? 0) + GAP_S;
          return { ...call, index: at + 1, startS };
        });
        return { ...world, calls, fates: made.map(({ fate }) => fate) };
      }),
  );

/** Every third call was parked or moved to another bridge: its channel has two CDR. */
function linesOf(call: MadeCall, named: boolean): CdrLine[] {
  const line = cdrOf(call, named ? {} : { callIds: [] });
  if (call.index % 3 !== 0 || line.answeredMs === null) return [line];
  const movedMs = (line.answeredMs + line.endMs) / 2;
  const second = { ...line, startMs: movedMs, answeredMs: movedMs, sequence: String(call.index + 1_000) };
  return [{ ...line, endMs: movedMs }, second].map((one, at) => ({ ...one, where: `${line.where}, ${String(at)}` }));
}

function booksOf({ calls, fates, named, events, offMs }: Day): Books {
  const told = calls.map((call, at) => ({ call, fate: fates[at] ?? 'told' }));
  return {
    records: told.flatMap(({ call, fate }) => {
      if (fate === 'lost') return [];
      const record = recordOf(call, {}, offMs);
      return fate === 'doubled' ? [record, { ...record, recordId: uuidOf(call.index + 1_000) }] : [record];
    }),
    cdr: told.flatMap(({ call, fate }) => (fate === 'no-cdr' ? [] : linesOf(call, named))),
    events: events ? told.flatMap(({ call, fate }) => (fate === 'no-cdr' ? [] : eventsOf(call))) : [],
  };
}

const options = { ...USUAL_OPTIONS, extensions: EXTENSIONS };

describe('random days, some calls of which are lost or told twice', () => {
  it('flags exactly those', () => {
    fc.assert(
      fc.property(dayOf, (day) => {
        const flagged = reconcile(booksOf(day), options).findings.filter(({ verdict }) => verdict === 'flagged');
        const wanted = day.calls.flatMap((call, at) => {
          const fate = day.fates[at];
          if (fate === 'lost') return [`missing-record ${channelOf(call)}`];
          if (fate === 'doubled') return [`doubled-record ${callIdOf(call.index)}`];
          return fate === 'no-cdr' ? [`missing-cdr ${callIdOf(call.index)}`] : [];
        });
        const found = flagged.map(
          ({ kind, channel, sipCallId }) => `${kind} ${(kind === 'missing-record' ? channel : sipCallId) ?? ''}`,
        );
        expect(found.sort()).toEqual(wanted.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('does so whatever the order of the lines', () => {
    fc.assert(
      fc.property(
        dayOf.chain((day) => {
          const { records, cdr, events } = booksOf(day);
          const shuffled = <T>(list: readonly T[]) =>
            fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
          return fc.record({
            straight: fc.constant({ records, cdr, events }),
            mixed: fc.record({ records: shuffled(records), cdr: shuffled(cdr), events: shuffled(events) }),
          });
        }),
        ({ straight, mixed }) => {
          expect(reconcile(mixed, options)).toEqual(reconcile(straight, options));
        },
      ),
      { numRuns: 200 },
    );
  });
});
