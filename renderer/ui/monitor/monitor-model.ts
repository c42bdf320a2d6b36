import type { DeskStatus, MonitorMessage } from '../../../contracts/server-api';
import type { MonitorModel } from '../model';

const FEED_LENGTH = 100;
/** A card this fresh on a live call brings its desk to the front. */
const FRESH_CUE_MS = 60_000;
/** So many records unsent mean that the desk has trouble with the server. */
const MANY_UNSYNCED = 5;

/** The monitor after one message of the server. Pure. */
export function applyMonitorMessage(model: MonitorModel, message: MonitorMessage): MonitorModel {
  switch (message.type) {
    case 'snapshot':
      return {
        connection: 'live',
        trouble: null,
        desks: message.desks,
        today: message.today,
        feed: message.feed.slice(0, FEED_LENGTH),
      };
    case 'desk': {
      const known = model.desks.some((desk) => desk.deskId === message.status.deskId);
      const desks = known
        ? model.desks.map((desk) => (desk.deskId === message.status.deskId ? message.status : desk))
        : [...model.desks, message.status];
      return { ...model, desks };
    }
    case 'desk-gone':
      return { ...model, desks: model.desks.filter((desk) => desk.deskId !== message.deskId) };
    case 'record': {
      const others = model.feed.filter((item) => item.recordId !== message.item.recordId);
      return { ...model, today: message.today, feed: [message.item, ...others].slice(0, FEED_LENGTH) };
    }
  }
}

const LANE_MS = 60_000;

/** The customer's speech of the last 60 s as blocks of the lane, in percent of its width; now is at the right end. */
export function customerLane(
  speech: NonNullable<DeskStatus['call']>['customerSpeech'],
  nowMs: number,
): { leftPercent: number; widthPercent: number }[] {
  const percent = (iso: string | null) => {
    const agoMs = iso === null ? 0 : nowMs - Date.parse(iso);
    return 100 - (Math.min(LANE_MS, Math.max(0, agoMs)) / LANE_MS) * 100;
  };
  return speech
    .map(({ startedAt, endedAt }) => ({ leftPercent: percent(startedAt), end: percent(endedAt) }))
    .map(({ leftPercent, end }) => ({ leftPercent, widthPercent: end - leftPercent }))
    .filter(({ widthPercent }) => widthPercent > 0);
}

/** Whether the last card came up just now, in the call that is on. */
export function cueIsFresh(desk: DeskStatus, nowMs: number): boolean {
  const cueAtMs = desk.lastCue ? Date.parse(desk.lastCue.at) : null;
  // A card of the call before says nothing of this one.
  const ofThisCall = desk.call !== null && cueAtMs !== null && cueAtMs >= Date.parse(desk.call.since);
  return ofThisCall && nowMs - cueAtMs < FRESH_CUE_MS;
}

/** Whether a supervisor should look at a desk now. */
export function deskInTrouble(desk: DeskStatus, nowMs: number): boolean {
  return cueIsFresh(desk, nowMs) || desk.unsynced >= MANY_UNSYNCED;
}

const stateOrder: Record<DeskStatus['state'], number> = {
  'in-call': 1,
  ringing: 2,
  'wrap-up': 3,
  ready: 4,
  break: 5,
  offline: 6,
};

/** Desks as the wall shows them: trouble first, then calls, then the rest; equals by name so that tiles stay put. */
export function sortDesks(desks: readonly DeskStatus[], nowMs: number): DeskStatus[] {
  const rank = (desk: DeskStatus) => (deskInTrouble(desk, nowMs) ? 0 : stateOrder[desk.state]);
  return [...desks].sort(
    (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.deskId.localeCompare(b.deskId),
  );
}

/** Rows of a grid that are to be drawn: [first, end) with one spare row on each side. */
export function visibleRows(
  scrollTopPx: number,
  heightPx: number,
  rowPx: number,
  rowCount: number,
): { first: number; end: number } {
  const first = Math.max(0, Math.floor(scrollTopPx / rowPx) - 1);
  const end = Math.min(rowCount, Math.ceil((scrollTopPx + heightPx) / rowPx) + 1);
  return { first: Math.min(first, end), end };
}
