import type { TransferKind } from '../contracts/records';

/** How a transfer stands. `failed` and `refused` leave the call where it was, as far as it lies with us. */
export interface TransferState {
  readonly kind: TransferKind;
  readonly stage: 'asked' | 'accepted' | 'ringing' | 'done' | 'failed';
  readonly sipCode: number | null;
  /** Where a parked call waits, if the PBX says it. */
  readonly slot: string | null;
}

/** What the PBX says of it: the answer to REFER, then the NOTIFYs with the other side's answers (RFC 3515 section 2.4.5). */
export type TransferFact =
  | { type: 'accepted' }
  | { type: 'refused'; sipCode: number | null }
  | { type: 'progress'; sipCode: number }
  /** `sipfrag`: the whole body of the last NOTIFY. */
  | { type: 'done'; sipfrag: string }
  | { type: 'failed'; sipCode: number | null }
  | { type: 'timeout' }
  /** The PBX took the call away before it said what became of the transfer. */
  | { type: 'call-ended' };

export function startTransfer(kind: TransferKind): TransferState {
  return { kind, stage: 'asked', sipCode: null, slot: null };
}

/**
 * ```
 *   asked ─accepted─► accepted ─progress 18x─► ringing ─┬─ done · call-ended ─► done
 *     └──────── refused · failed · timeout ─────────────┴─ failed · timeout ──► failed
 * ```
 * What comes after the end changes nothing: it is a race, not a mistake.
 */
export function reduceTransfer(state: TransferState, fact: TransferFact): TransferState {
  if (isOver(state)) return state;
  switch (fact.type) {
    case 'accepted':
      return state.stage === 'asked' ? { ...state, stage: 'accepted' } : state;
    case 'progress':
      return fact.sipCode >= 180 && fact.sipCode < 200 ? { ...state, stage: 'ringing', sipCode: fact.sipCode } : state;
    case 'done':
      return { ...state, stage: 'done', sipCode: null, slot: state.kind === 'park' ? parkSlotIn(fact.sipfrag) : null };
    case 'call-ended':
      return { ...state, stage: 'done' };
    case 'refused':
    case 'failed':
      return { ...state, stage: 'failed', sipCode: fact.sipCode };
    case 'timeout':
      return { ...state, stage: 'failed', sipCode: null };
  }
}

export function isOver({ stage }: TransferState): boolean {
  return stage === 'done' || stage === 'failed';
}

/** The words for a transfer that came to nothing, by the code of its trouble. */
export function transferTrouble(fact: TransferFact): string | null {
  switch (fact.type) {
    case 'timeout':
      return 'transfer-timeout';
    case 'refused':
    case 'failed':
      return byCode(fact.sipCode) ?? (fact.type === 'refused' ? 'transfer-refused' : 'transfer-failed');
    default:
      return null;
  }
}

function byCode(sipCode: number | null): string | null {
  switch (sipCode) {
    case 404:
    case 484:
    case 604:
      return 'transfer-nobody';
    case 486:
    case 600:
      return 'transfer-busy';
    case 408:
    case 480:
    case 487:
      return 'transfer-no-answer';
    case 603:
    case 607:
      return 'transfer-declined';
    default:
      return null;
  }
}

/** The park slot in a NOTIFY's body: the Contact's user, or a number in the reason phrase. Few PBXs say it. */
export function parkSlotIn(sipfrag: string): string | null {
  const contact = /^(?:contact|m)\s*:[^\r\n]*?<?sips?:(\d{1,8})@/im.exec(sipfrag)?.[1];
  const reason = /^SIP\/2\.0\s+2\d\d\s+[^\r\n]*?(\d{2,8})/i.exec(sipfrag.trim())?.[1];
  return contact ?? reason ?? null;
}
