import assert from 'node:assert/strict';
import type { FaultProxy } from '../../practice/faults/fault-proxy';
import { meterMoves } from '../../test/asterisk/agent-hands';
import { CALLER } from '../../test/asterisk/floor';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { answerFromPbx } from '../forgery';
import { until } from '../until';

const PACKETS_OF_SPEECH = 30;
const granted = answerFromPbx('REGISTER');

function wayOf({ ways }: AsteriskStage, number: 0 | 1): FaultProxy {
  const way = ways[number];
  if (!way) throw new Error('This floor was started without a second way.');
  return way;
}

function bothStand({ ways }: AsteriskStage): Promise<unknown> {
  const ask = () => ways.map(({ connections }) => connections);
  return until(ask, (open) => open.every((count) => count === 1), { what: 'Connections of each way' });
}

/** A call over `used`, which then goes; it must go on over `next`. */
async function moveACall(stage: AsteriskStage, used: FaultProxy, next: FaultProxy): Promise<string> {
  await bothStand(stage);
  const before = await stage.callTheEcho();
  const atMs = Date.now();
  assert.deepEqual(
    next.seen.filter((message) => message.atMs > atMs),
    [],
  );
  const past = { 'from-desk': 0, 'to-desk': 0, ...next.media?.passed };
  used.media?.killPaths();
  used.away = true;
  const restarted = await next.message(answerFromPbx('INVITE'), atMs);
  const came = (way: 'from-desk' | 'to-desk') => (next.media?.passed[way] ?? 0) - past[way];
  // More than ICE's own checks: half a second of speech each way.
  await until(
    () => Math.min(came('from-desk'), came('to-desk')),
    (packets) => packets > PACKETS_OF_SPEECH,
    { what: 'RTP packets over the other way', everyMs: 20 },
  );
  const afterMs = Date.now() - atMs;
  await meterMoves(stage.page, 'customer');
  assert.equal((await stage.contacts()).length, 1);
  await stage.hangUp(before);
  await returned(stage);
  return `re-INVITE over the other way answered after ${String(restarted.atMs - atMs)} ms, half a second of audio each way after ${String(afterMs)} ms`;
}

/** The lost way is there again, and the desk connected by both. */
async function returned(stage: AsteriskStage): Promise<void> {
  stage.calm();
  await bothStand(stage);
}

/** Two ways to one Asterisk, each with a proxy for its signalling and its media. */
export const secondWayCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'second-way-ready',
    row: null,
    title: 'is connected before it is needed, and not registered',
    injected: 'nothing yet',
    async run(stage) {
      await bothStand(stage);
      assert(wayOf(stage, 0).seen.some(granted));
      assert.deepEqual(wayOf(stage, 1).seen, []);
      return { seen: 'registered' };
    },
  },
  {
    name: 'first-way-lost',
    row: null,
    title: 'takes the call over when the first way is lost',
    injected: 'first way lost in a call: socket and media',
    async run(stage) {
      return { seen: 'the call goes on', figure: await moveACall(stage, wayOf(stage, 0), wayOf(stage, 1)) };
    },
  },
  {
    name: 'second-way-lost',
    row: null,
    title: 'moves back when the second way is lost in its turn',
    injected: 'second way lost in a call: socket and media',
    async run(stage) {
      return { seen: 'the call goes on', figure: await moveACall(stage, wayOf(stage, 1), wayOf(stage, 0)) };
    },
  },
  {
    name: 'first-way-silent',
    row: null,
    title: 'leaves a way that is open and silent, and is reached over the other',
    injected: 'first way open, nothing comes through',
    async run(stage) {
      await bothStand(stage);
      const [first, second] = [wayOf(stage, 0), wayOf(stage, 1)];
      const atMs = Date.now();
      first.stalled = true;
      const moved = await second.message(granted, atMs);
      await stage.registered();
      await stage.floor.asterisk.callAgent(CALLER.callerId);
      await stage.answerAndHangUp();
      await returned(stage);
      return { seen: 'it rings', figure: `registered over the other way after ${String(moved.atMs - atMs)} ms` };
    },
  },
];
