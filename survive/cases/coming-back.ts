import { meterMoves } from '../../test/asterisk/agent-hands';
import type { CallRecord } from '../../contracts/records';
import type { AsteriskStage } from '../asterisk-stage';

export const secondsSince = (atMs: number) => `${((Date.now() - atMs) / 1000).toFixed(1)} s`;

/** Waits for sound both ways, and says how long after that moment it was there. */
export async function soundIsBack(stage: AsteriskStage, atMs: number): Promise<string> {
  await stage.soundBothWays();
  return `audio both ways after ${secondsSince(atMs)}`;
}

/** The screen says that all is well again and the agent hears herself; she ends the call. */
export async function goesOn(stage: AsteriskStage, before: number): Promise<CallRecord> {
  await stage.reconnecting('detached');
  await meterMoves(stage.page, 'customer');
  return stage.hangUp(before);
}
