import type { CallJournal, DialogFacts } from '../contracts/call-journal';
import type { CallState } from './call-state';
import { addToDraft, type CallDraft } from './record-builder';

/** Who hears nothing for longer than this has hung up; and nobody expects a call of before lunch to come back. */
export const TAKE_BACK_WITHIN_MS = 5 * 60_000;
/** Clocks are set back by a little now and then. */
const CLOCK_SLACK_MS = 60_000;
/** Not Found, Address Incomplete: the dialplan has no such number. */
const NO_SUCH_NUMBER = [404, 484];
/** 481: there is no such dialog. 603: there was one, and it has ended (RFC 3891 section 3). */
const CALL_IS_OVER = [481, 603];

export interface JournalFacts {
  recordId: string;
  /** Absent: the main account. */
  accountId?: string;
  state: CallState;
  dialog: DialogFacts | null;
  answeredAtMs: number;
}

/** What to write down of a call now; null for one that cannot be taken back: it rings, is ending, or has no dialog. */
export function journalOf(facts: JournalFacts, nowMs: number): CallJournal | null {
  const { recordId, accountId, state, dialog, answeredAtMs } = facts;
  if (state.phase !== 'active' || dialog === null || state.direction === null) return null;
  const { direction, remoteNumber, muted, hold } = state;
  const held = hold === 'held' || hold === 'holding';
  const account = accountId === undefined ? {} : { accountId };
  return { recordId, ...account, dialog, direction, remoteNumber, muted, held, answeredAtMs, seenAtMs: nowMs };
}

/** Whether an entry tells something that the one before does not: mute, hold, another dialog, the end. */
export function tellsMore(before: CallJournal | null, now: CallJournal | null): boolean {
  if (before === null || now === null) return before !== now;
  return (
    before.muted !== now.muted ||
    before.held !== now.held ||
    replacesValue(before.dialog) !== replacesValue(now.dialog) ||
    before.dialog.remoteTarget !== now.dialog.remoteTarget
  );
}

/** Whether the other side of a call that was found at the start may still be there. */
export function worthTakingBack(journal: CallJournal, draft: CallDraft, nowMs: number): boolean {
  const ageMs = nowMs - journal.seenAtMs;
  return draft.ended === null && ageMs >= -CLOCK_SLACK_MS && ageMs <= TAKE_BACK_WITHIN_MS;
}

/** Whom the agent was talking to comes first, the held ones after; of equals the one answered last. */
export function byUrgency(a: CallJournal, b: CallJournal): number {
  return Number(a.held) - Number(b.held) || b.answeredAtMs - a.answeredAtMs;
}

/**
 * The value of the Replaces header (RFC 3891 section 6.1). The tags are named as the receiver of the INVITE sees them:
 * its own is `to-tag`, whoever called whom.
 */
export function replacesValue({ callId, localTag, remoteTag }: DialogFacts): string {
  return `${callId};to-tag=${remoteTag};from-tag=${localTag}`;
}

/**
 * Whom to send the INVITE with Replaces to, one after another: a PBX looks the number up before it looks at the header,
 * and a caller's number need not be one that can be dialled.
 */
export function takeBackTargets({ remoteNumber }: CallJournal, ownExtension: string): string[] {
  return [...new Set([remoteNumber, ownExtension])].filter((target) => target !== '');
}

/** Why a call could not be taken back. */
export type TakeBackFailure = 'gone' | 'refused' | 'unreachable' | 'microphone' | 'no-line' | 'too-late';

export function failureOf(sipCode: number | null): TakeBackFailure {
  if (sipCode === null) return 'unreachable';
  return CALL_IS_OVER.includes(sipCode) ? 'gone' : 'refused';
}

/** Whether the same call is worth asking for by another number. */
export function mayTryNext(sipCode: number | null): boolean {
  return sipCode !== null && NO_SUCH_NUMBER.includes(sipCode);
}

/** The draft as its journal knows it: a crash at the answer leaves one that has not heard of its dialog yet. */
export function withJournal(draft: CallDraft, { dialog, answeredAtMs }: CallJournal): CallDraft {
  const named = draft.sipCallId === '' ? { ...draft, sipCallId: dialog.callId } : draft;
  if (named.answeredAtMs !== null || named.ended !== null) return named;
  const sinceStartMs = answeredAtMs - Date.parse(named.startedAt);
  return addToDraft(named, { type: 'phase', phase: 'active' }, named.startedMonotonicMs + sinceStartMs);
}

/**
 * The draft of a call that goes on in another run of the program. Its clock is set by the wall clock, since the
 * monotonic one began anew; what was being said when the program died is cut there, and both ends of the gap are marked.
 */
export function continuedDraft(
  draft: CallDraft,
  now: { wallTimeMs: number; monotonicMs: number; sipCallId: string },
): CallDraft {
  const atMs = Math.max(draft.lastAtMs, now.wallTimeMs - Date.parse(draft.startedAt));
  const startedMonotonicMs = now.monotonicMs - atMs;
  const diedMs = startedMonotonicMs + draft.lastAtMs;
  let next: CallDraft = { ...draft, startedMonotonicMs };
  const heardFromMs = draft.audioStartedAtMs ?? draft.answeredAtMs ?? 0;
  for (const leg of ['agent', 'customer'] as const) {
    const startMs = draft.speakingSinceMs[leg];
    if (startMs === null) continue;
    const endMs = Math.max(startMs, draft.lastAtMs - heardFromMs);
    const event = { type: 'speech-end' as const, callId: draft.recordId, leg, startMs, endMs };
    next = addToDraft(next, { type: 'speech', event }, diedMs);
  }
  next = addToDraft(next, { type: 'warning', code: 'desk-died' }, diedMs);
  next = addToDraft(next, { type: 'warning', code: 'taken-back' }, now.monotonicMs);
  // The PBX's own records name the second dialog too.
  return addToDraft(next, { type: 'note', text: noteOf(now.sipCallId) }, now.monotonicMs);
}

const noteOf = (sipCallId: string) => `Call-ID ${sipCallId}`;

/** The Call-ID that a note of {@link continuedDraft} names; null for another note. */
export function callIdOfNote(text: string): string | null {
  return /^Call-ID (\S+)$/.exec(text)?.[1] ?? null;
}
