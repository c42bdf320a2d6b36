/** What the practice PBX reports, as JSON lines too. Directions are the agent's: outbound is a call the agent dials. */
export type PracticeEvent =
  | { event: 'registered'; extension: string; expiresS: number }
  | { event: 'unregistered'; extension: string; reason: 'removed' | 'expired' | 'connection-closed' }
  | { event: 'registration-refused'; status: number }
  | {
      event: 'call-started';
      callId: string;
      direction: 'outbound' | 'inbound';
      extension: string;
      customerId: string | null;
    }
  | { event: 'call-answered'; callId: string }
  | { event: 'media-connected'; callId: string }
  /** The customer begins the story's step (counted from 0). */
  | { event: 'customer-speaks'; callId: string; step: number }
  | { event: 'agent-speaking'; callId: string; speaking: boolean }
  | { event: 'dtmf'; callId: string; via: 'rtp' | 'info' }
  | { event: 'hold'; callId: string; held: boolean }
  /** The agent's device took the call over in another dialog (RFC 3891); from now on it goes by that Call-ID. */
  | { event: 'call-taken-over'; callId: string; newCallId: string }
  | { event: 'call-ended'; callId: string; cause: PracticeCause; status: number | null };

export type PracticeCause =
  | 'agent-hangup'
  | 'customer-hangup'
  | 'cancelled'
  | 'busy'
  | 'no-answer'
  | 'declined'
  | 'congestion'
  | 'unallocated'
  | 'not-found'
  | 'no-common-codec'
  | 'media-failure'
  | 'agent-refused'
  | 'agent-offline'
  | 'no-ack'
  | 'pbx-stopped';

export type PracticeLog = (level: 'info' | 'warn' | 'error', text: string) => void;
