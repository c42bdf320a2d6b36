import { describe, expect, it } from 'vitest';
import { isOver, parkSlotIn, reduceTransfer, startTransfer, transferTrouble } from './transfer';
import type { TransferFact, TransferState } from './transfer';

const facts = {
  accepted: { type: 'accepted' },
  trying: { type: 'progress', sipCode: 100 },
  ringing: { type: 'progress', sipCode: 180 },
  done: { type: 'done', sipfrag: 'SIP/2.0 200 OK' },
  failed: { type: 'failed', sipCode: 486 },
  refused: { type: 'refused', sipCode: 404 },
  timeout: { type: 'timeout' },
  callEnded: { type: 'call-ended' },
} satisfies Record<string, TransferFact>;
/** The next stage, columns in the order asked, accepted, ringing, done, failed. */
const table: Record<keyof typeof facts, string> = {
  accepted: 'accepted accepted ringing done failed',
  trying: 'asked accepted ringing done failed',
  ringing: 'ringing ringing ringing done failed',
  done: 'done done done done failed',
  failed: 'failed failed failed done failed',
  refused: 'failed failed failed done failed',
  timeout: 'failed failed failed done failed',
  callEnded: 'done done done done failed',
};
const stages = ['asked', 'accepted', 'ringing', 'done', 'failed'] as const;

describe('a transfer, stage by fact', () => {
  for (const name of Object.keys(facts) as (keyof typeof facts)[]) {
    it(`takes "${name}" as the table says`, () => {
      const cells = table[name].split(' ');
      stages.forEach((stage, column) => {
        const state: TransferState = { ...startTransfer('blind'), stage };
        expect(reduceTransfer(state, facts[name]).stage, stage).toBe(cells[column]);
      });
    });
  }

  it('is over when it is done or failed', () => {
    expect(stages.filter((stage) => isOver({ ...startTransfer('blind'), stage }))).toEqual(['done', 'failed']);
  });

  it('has a sentence for each way to fail', () => {
    const failed = (sipCode: number | null) => transferTrouble({ type: 'failed', sipCode });
    expect([486, 600, 480, 408, 603, 404, 500, null].map(failed)).toEqual([
      'transfer-busy',
      'transfer-busy',
      'transfer-no-answer',
      'transfer-no-answer',
      'transfer-declined',
      'transfer-nobody',
      'transfer-failed',
      'transfer-failed',
    ]);
    expect(transferTrouble({ type: 'refused', sipCode: 403 })).toBe('transfer-refused');
    expect(transferTrouble(facts.timeout)).toBe('transfer-timeout');
    expect(transferTrouble(facts.done)).toBeNull();
  });

  it('reads the park slot where a PBX says it, and only for a park', () => {
    expect(parkSlotIn('SIP/2.0 200 OK\r\n')).toBeNull();
    expect(parkSlotIn('SIP/2.0 200 Parked at 701\r\n')).toBe('701');
    expect(parkSlotIn('SIP/2.0 200 OK\r\nContact: <sip:702@pbx.example>\r\n')).toBe('702');
    const done: TransferFact = { type: 'done', sipfrag: 'SIP/2.0 200 Parked at 701' };
    expect(reduceTransfer(startTransfer('park'), done).slot).toBe('701');
    expect(reduceTransfer(startTransfer('blind'), done).slot).toBeNull();
  });
});
