import { z } from 'zod';

export const directionSchema = z.enum(['outbound', 'inbound']);
export type Direction = z.infer<typeof directionSchema>;

export const callPhaseSchema = z.enum(['dialing', 'remote-ringing', 'ringing', 'answering', 'active', 'held', 'ended']);
export type CallPhase = z.infer<typeof callPhaseSchema>;

/** Why a call ended, in words the records and the screen share. */
export const callCauseSchema = z.enum([
  'agent-hangup',
  'customer-hangup',
  /** The agent gave the customer to somebody else. */
  'transferred',
  'cancelled',
  'declined-by-agent',
  'missed',
  /** Answered busy by this desk: the agent was in a call, wrapping one up, or on a break. */
  'agent-in-call',
  'agent-in-wrap-up',
  'agent-on-break',
  /** Turned away because the agent had switched do-not-disturb on. */
  'do-not-disturb',
  'answered-elsewhere',
  'busy',
  'no-answer',
  'rejected',
  'not-found',
  'unavailable',
  'no-common-codec',
  'network',
  'media-failure',
  'microphone',
  'interrupted',
  'other',
]);
export type CallCause = z.infer<typeof callCauseSchema>;

export const agentStateSchema = z.enum(['offline', 'ready', 'ringing', 'in-call', 'wrap-up', 'break']);
export type AgentState = z.infer<typeof agentStateSchema>;

export const dispositionSchema = z.enum([
  'sale',
  'interested',
  'callback',
  'not-interested',
  'no-answer',
  'wrong-number',
  'opt-out',
  'complaint',
  'other',
]);
export type Disposition = z.infer<typeof dispositionSchema>;
