import { v7 as uuidv7 } from 'uuid';
import type { CallRecord, TimelineEntry } from '../contracts/records';

/** A call record as a sale of some minutes leaves it: three dozen marks on its timeline. */
export function callRecord(index: number): CallRecord {
  const startedAtMs = Date.UTC(2026, 10, 21) + index * 60_000;
  const at = (ms: number) => new Date(startedAtMs + ms).toISOString();
  const talk = Array.from({ length: 12 }, (_, turn): TimelineEntry[] => {
    const atMs = 6000 + turn * 9000;
    return [
      { type: 'speech', atMs, endMs: atMs + 3200, leg: turn % 2 === 0 ? 'customer' : 'agent' },
      { type: 'keyword', atMs: atMs + 900, leg: 'customer', phrase: '太贵', score: 0.72, outcome: 'confirmed' },
      { type: 'card', atMs: atMs + 1400, cueId: 'too-expensive', title: '嫌贵', state: 'confirmed' },
    ];
  });
  return {
    recordId: uuidv7(),
    sipCallId: `bench-${index}`,
    agentExtension: '1001',
    direction: 'outbound',
    remoteNumber: '8001',
    customerId: 'zhang-price',
    customerName: '张女士',
    language: 'zh',
    startedAt: at(0),
    answeredAt: at(4000),
    endedAt: at(120_000),
    ringMs: 4000,
    talkMs: 116_000,
    holdMs: 0,
    wrapUpMs: 9000,
    cause: 'customer-hangup',
    sipCode: 200,
    quality: { packetsSent: 5800, packetsReceived: 5790, packetsLost: 10, jitterMs: 3.5 },
    speech: { agentMs: 52_000, customerMs: 41_000, lostFrames: 0 },
    disposition: 'interested',
    notes: '客户想要年付的报价。',
    callbackAt: null,
    optOut: null,
    timeline: [{ type: 'phase', atMs: 4000, phase: 'active' }, ...talk.flat()],
  };
}
