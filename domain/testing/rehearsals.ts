import type { CardState } from '../../contracts/cues';
import type { PracticeMark } from '../../contracts/records';
import type { Leg } from '../../contracts/audio';
import { addToDraft, recordOf, startDraft, type DraftEvent } from '../record-builder';
import { isRehearsal, type RehearsalRecord } from '../rehearsal/practice-mark';
import { SidetoneError } from '../../contracts/errors';

/** Who said what from when to when, in seconds since the call was answered; without words only the voice was heard. */
export interface Spoken {
  readonly leg: Leg;
  readonly from: number;
  readonly to: number;
  readonly text?: string;
}

export interface RehearsalFacts {
  recordId?: string;
  /** Local. */
  startedAt?: Date;
  agentExtension?: string;
  customerId?: string | null;
  customerName?: string;
  remoteNumber?: string;
  practice?: PracticeMark;
  spoken: readonly Spoken[];
  /** The word that is heard of the customer, and what becomes of the card of it. Seconds since the answer. */
  cards?: readonly { at: number; phrase: string; cueId: string; title: string; states: readonly CardState[] }[];
  endsAt: number;
}

const RING_MS = 2000;

/** A record of a rehearsal, written down by the same builder as any call's. */
export function rehearsal(facts: RehearsalFacts): RehearsalRecord {
  const { spoken, cards = [], endsAt } = facts;
  let draft = startDraft({
    recordId: facts.recordId ?? '01938f6e-0000-7000-8000-000000000001',
    direction: 'outbound',
    remoteNumber: facts.remoteNumber ?? '8001',
    agentExtension: facts.agentExtension ?? '1001',
    language: 'zh',
    wallTimeMs: (facts.startedAt ?? new Date(2026, 10, 28, 10, 0)).getTime(),
    monotonicMs: 0,
    customerId: facts.customerId === undefined ? 'zhang-price' : facts.customerId,
    customerName: facts.customerName ?? '张女士',
    practice: facts.practice ?? { expected: [{ phrase: '太贵', cueId: 'too-expensive' }] },
  });
  const add = (event: DraftEvent, atSeconds: number) => {
    draft = addToDraft(draft, event, RING_MS + atSeconds * 1000);
  };
  add({ type: 'phase', phase: 'active' }, 0);
  add({ type: 'audio-started' }, 0);
  const call = { callId: draft.recordId };
  for (const { leg, from, to, text } of spoken) {
    const span = { ...call, leg, startMs: from * 1000, endMs: to * 1000 };
    add({ type: 'speech', event: { type: 'speech-end', ...span } }, to);
    if (text !== undefined) add({ type: 'speech', event: { type: 'transcript', ...span, text } }, to);
  }
  for (const { at, phrase, cueId, title, states } of cards) {
    const heard = {
      id: phrase,
      leg: 'customer',
      phrase,
      ear: 'fast',
      score: 0.5,
      startMs: at * 1000 - 400,
      endMs: at * 1000,
    } as const;
    add({ type: 'speech', event: { type: 'keyword', ...call, ...heard, confirmed: true } }, at);
    for (const state of states) {
      const shown = { cardId: cueId, cueId, title, action: 'offer', priority: 3, phrase, leg: 'customer' } as const;
      add({ type: 'card', card: { ...shown, lines: ['…'], heardAtMs: at * 1000, keywordId: phrase, state } }, at);
    }
  }
  add({ type: 'ended', cause: 'agent-hangup', sipCode: null }, endsAt);
  const record = recordOf(draft, RING_MS + endsAt * 1000);
  if (!isRehearsal(record)) throw new SidetoneError('test-fixture', 'These facts make no rehearsal.');
  return record;
}
