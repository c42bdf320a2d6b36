import type { CallJournal, DialogFacts } from '../../contracts/call-journal';
import type { TransportReading } from '../../domain/live-quality';
import type { MessageSummary } from '../../domain/message-summary';
import type { MuteRemedy } from '../../domain/screen-truth';
import type { TransferFact } from '../../domain/transfer';

/** `turn-refused`: the TURN server took neither name nor password. `refer-declined`: the PBX wanted the call elsewhere. */
export type SessionTrouble = 'turn-refused' | 'refer-declined';

/** Facts a session reports. `causeText` is the engine's own word for the end, `code` the SIP status when there is one. */
export interface SessionEvents {
  /** `earlyMedia`: the network sounds its own tone or announcement (an answer with SDP before the call is accepted). */
  progress: { code: number; earlyMedia: boolean };
  accepted: Record<string, never>;
  confirmed: Record<string, never>;
  'hold-accepted': Record<string, never>;
  'hold-refused': Record<string, never>;
  'resume-accepted': Record<string, never>;
  'resume-refused': Record<string, never>;
  'remote-hold': Record<string, never>;
  'remote-resume': Record<string, never>;
  'dtmf-received': { digit: string };
  /** No audio comes through; the path is being made anew. */
  'media-lost': Record<string, never>;
  'media-restored': Record<string, never>;
  /** Something went wrong that does not end the call. */
  trouble: { code: SessionTrouble };
  transfer: { fact: TransferFact };
  'remote-track': { stream: MediaStream };
  /** `reasonHeader`: what the other side's CANCEL or BYE gave as its reason (RFC 3326), all of it. */
  ended: {
    originator: 'local' | 'remote' | 'system';
    causeText: string;
    code: number | null;
    reasonHeader?: string | null;
  };
}
export type SessionEventName = keyof SessionEvents;

/** One SIP dialog to be or in being. Every request answers by an event, never by its return. */
export interface CallSession {
  readonly sipCallId: string;
  readonly remoteNumber: string;
  readonly remoteName: string;
  /** The values of a header of the INVITE that began the call, received or sent, in their order. */
  headers(name: string): readonly string[];
  on<E extends SessionEventName>(event: E, listener: (payload: SessionEvents[E]) => void): void;
  answer(microphone: MediaStream): void;
  /** Ends the call whatever its state: CANCEL, a refusal with `code`, or BYE. */
  terminate(code?: number): void;
  setMuted(muted: boolean): void;
  hold(): void;
  resume(): void;
  sendDtmf(digit: string): void;
  /** Sound leaves though it must not: silences it, whatever track it comes from. The next unmute undoes it. */
  enforceMute(remedy: Exclude<MuteRemedy, 'none'>): void;
  /** Sends another microphone from now on, muted or held as the one before. */
  replaceMicrophone(microphone: MediaStream): Promise<void>;
  /** Sends this in place of the microphone, as muted or held as it; null: the microphone again. */
  sendInstead(track: MediaStreamTrack | null): Promise<void>;
  quality(): Promise<TransportReading | null>;
  /** Asks the PBX to connect the other side to this number, or to the other side of that call of ours. */
  transfer(to: string | CallSession): void;
  /** Sends this track in the place of the microphone, whose mute is then somebody else's; null: the microphone again. */
  mix(track: MediaStreamTrack | null, muted: boolean): Promise<void>;
  /** Null until the call is answered. */
  dialog(): DialogFacts | null;
}

export type RegistrationState =
  | { state: 'connecting' }
  /** `practice`: the PBX says that it is for practice. */
  | { state: 'registered'; practice?: boolean }
  | { state: 'failed'; code: number | null; causeText: string }
  | { state: 'offline'; causeText: string };

export interface TelephoneAccount {
  webSocketUrl: string;
  /** Another way to the same PBX, or to another one of its cluster. */
  backupWebSocketUrl?: string | undefined;
  domain: string;
  extension: string;
  displayName: string;
  password: string;
  /** A UUID that stays the same over reloads: the registrar knows the desk by it (RFC 5626 section 4.1). */
  instanceId: string;
  iceServers: RTCIceServer[];
  dtmf: 'rfc4733' | 'info';
  /** `auto`, the same as none: our own; `off`; or the SIP address of another. */
  mailbox?: string | undefined;
}

export interface TelephoneListener {
  registration(state: RegistrationState): void;
  incoming(session: CallSession): void;
  /** The PBX told what the mailbox holds. Many never do. */
  messages?(summary: MessageSummary): void;
}

/** How a call goes out. */
export interface OutgoingCall {
  /** Whole lines (`X-Campaign-Id: spring`) that the INVITE carries besides its own. */
  readonly headers?: readonly string[];
  /** Of a desk with several accounts, by this one; absent: the one that is chosen. */
  readonly accountId?: string | undefined;
}

/** The narrow port behind which the SIP engine stands. */
export interface Telephone {
  start(listener: TelephoneListener): void;
  call(number: string, microphone: MediaStream, how?: OutgoingCall): CallSession;
  /**
   * Asks the PBX for a call of an earlier run by INVITE with Replaces (RFC 3891), sent to `target`. A PBX that does not
   * know the header must refuse it: it never becomes a new call.
   */
  takeBack(journal: CallJournal, target: string, microphone: MediaStream): CallSession;
  /** The computer has slept: a connection of before is given up for a new one without waiting for it to prove dead. */
  woke(): void;
  stop(): void;
}
