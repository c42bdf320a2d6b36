import type { DeskStatus } from '../../contracts/server-api';
import type { AppModel } from '../ui/model';

export interface DeskIdentity {
  deskId: string;
  name: string;
}

export type LastCue = DeskStatus['lastCue'];

/** What the monitor may know of this desk: no number in full. */
export function deskStatusOf(model: AppModel, identity: DeskIdentity, lastCue: LastCue): DeskStatus {
  const call = model.call ?? model.incoming;
  return {
    deskId: identity.deskId,
    name: identity.name,
    extension: model.registration.extension,
    state: model.agent.state,
    breakReason: model.agent.breakReason,
    doNotDisturb: model.doNotDisturb,
    stateSince: isoOf(model.agent.sinceMs),
    call: call && {
      recordId: call.recordId,
      direction: call.direction,
      phase: call.phase,
      maskedNumber: call.number,
      customerName: call.customer?.name ?? null,
      since: isoOf(call.answeredAtMs ?? call.startedAtMs),
      quality: call.quality,
      qualitySide: call.qualitySide,
      mos: call.mos === null ? null : Number(call.mos.toFixed(1)),
      customerSpeech: call.customerSpeech.map(({ startedAtMs, endedAtMs }) => ({
        startedAt: isoOf(startedAtMs),
        endedAt: endedAtMs === null ? null : isoOf(endedAtMs),
      })),
    },
    lastCue,
    unsynced: model.sync.unsynced,
  };
}

function isoOf(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
