import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { SidetoneError } from '../contracts/errors';
import { FrameClock } from './frame-clock';
import { decodeMulaw, encodeMulaw, MULAW_SILENCE } from './g711';
import type { MediaFactory, MediaListener, MediaSession } from './media';
import { FRAME_INTERVAL_MS, TELEPHONE_FRAME_SAMPLES } from './media';
import { keepTelephoneCodecs, telephoneEventPayloadType } from './sdp';
import { encodeTelephoneEvent, TelephoneEventReceiver } from './telephone-event';

const PCMU = 0;
/** Used where the offer is ours; Chromium uses the same number. */
const OWN_TELEPHONE_EVENT = 126;
/** A digit lasts 100 ms: five packets, the end sent three times (RFC 4733 section 2.5.1.4). */
const DIGIT_FRAMES = 5;
const DIGIT_END_REPEATS = 3;
const DIGIT_PAUSE_FRAMES = 4;
/** Frames of the agent that wait to be heard; beyond this, the oldest is dropped (200 ms). */
const JITTER_FRAMES = 10;

export interface WeriftOptions {
  /** Further addresses to offer as host candidates; loopback is not among werift's own. */
  readonly additionalHostAddresses?: readonly string[];
}

/** Media sessions by werift: ICE host candidates, DTLS-SRTP, PCMU and telephone-event at 8 kHz. */
export function weriftMedia(options: WeriftOptions = {}): MediaFactory {
  return (listener) => new WeriftMediaSession(listener, options);
}

interface OutgoingDigit {
  readonly digit: string;
  /** RTP timestamp of the whole event. */
  timestamp: number | null;
  frame: number;
}

class WeriftMediaSession implements MediaSession {
  private readonly listener: MediaListener;
  private readonly peer: RTCPeerConnection;
  private readonly track = new MediaStreamTrack({ kind: 'audio' });
  private readonly clock = new FrameClock({ intervalMs: FRAME_INTERVAL_MS, onFrame: () => this.frame() });
  private readonly heard: Int16Array[] = [];
  private readonly digits: OutgoingDigit[] = [];
  private readonly events = new TelephoneEventReceiver();
  private queue: Int16Array[] = [];
  private queueOffset = 0;
  private echo = false;
  private held = false;
  private closed = false;
  private everConnected = false;
  private talkSpurtStart = true;
  private sequenceNumber = Math.floor(Math.random() * 0x8000);
  private timestamp = Math.floor(Math.random() * 0x7fff_ffff);
  private telephoneEvent: number | null = null;

  constructor(listener: MediaListener, options: WeriftOptions) {
    this.listener = listener;
    this.peer = new RTCPeerConnection({
      codecs: {
        audio: [
          new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: PCMU }),
          new RTCRtpCodecParameters({
            mimeType: 'audio/telephone-event',
            clockRate: 8000,
            payloadType: OWN_TELEPHONE_EVENT,
            parameters: '0-16',
          }),
        ],
        video: [],
      },
      headerExtensions: { audio: [], video: [] },
      // Agents of the practice PBX sit on the same machine or network: no STUN server is asked.
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [...(options.additionalHostAddresses ?? ['127.0.0.1'])],
      bundlePolicy: 'max-bundle',
    });
    this.peer.connectionStateChange.subscribe((state) => this.handleConnectionState(state));
    this.peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => this.handleRtp(packet));
    });
  }

  async answer(offerSdp: string): Promise<string> {
    const sdp = keepTelephoneCodecs(offerSdp);
    this.telephoneEvent = telephoneEventPayloadType(sdp);
    return this.guard(async () => {
      if (this.peer.getTransceivers().length === 0) this.peer.addTrack(this.track);
      await this.peer.setRemoteDescription({ type: 'offer', sdp });
      await this.peer.setLocalDescription(await this.peer.createAnswer());
      return this.localSdp();
    });
  }

  async offer(): Promise<string> {
    return this.guard(async () => {
      this.peer.addTrack(this.track);
      await this.peer.setLocalDescription(await this.peer.createOffer());
      return this.localSdp();
    });
  }

  async acceptAnswer(answerSdp: string): Promise<void> {
    const sdp = keepTelephoneCodecs(answerSdp);
    this.telephoneEvent = telephoneEventPayloadType(sdp);
    await this.guard(() => this.peer.setRemoteDescription({ type: 'answer', sdp }));
  }

  play(samples: Int16Array): void {
    if (samples.length > 0) this.queue.push(samples);
  }

  setEcho(on: boolean): void {
    this.echo = on;
  }

  sendDtmf(digit: string): void {
    if (this.telephoneEvent !== null) this.digits.push({ digit, timestamp: null, frame: 0 });
  }

  setHeld(held: boolean): void {
    this.held = held;
    this.heard.length = 0;
    this.talkSpurtStart = true;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.clock.stop();
    await this.peer.close();
  }

  private localSdp(): string {
    const sdp = this.peer.localDescription?.sdp;
    if (!sdp) throw new SidetoneError('sdp-refused', 'No local session description was made.');
    return sdp;
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof SidetoneError) throw cause;
      throw new SidetoneError('sdp-refused', 'The session description could not be used.', { cause });
    }
  }

  private handleConnectionState(state: string): void {
    if (this.closed) return;
    if (state === 'connected') {
      if (this.everConnected) this.listener.onReconnected();
      else {
        this.everConnected = true;
        this.clock.start();
        this.listener.onConnected();
      }
    } else if (state === 'disconnected' || state === 'failed') {
      this.listener.onDisconnected(state === 'failed');
    }
  }

  private handleRtp(packet: RtpPacket): void {
    if (this.closed || this.held) return;
    const { payloadType, timestamp } = packet.header;
    if (payloadType === PCMU) {
      this.heard.push(decodeMulaw(packet.payload));
      if (this.heard.length > JITTER_FRAMES) this.heard.shift();
    } else if (payloadType === this.telephoneEvent) {
      const digit = this.events.receive(packet.payload, timestamp);
      if (digit !== null) this.listener.onDtmf(digit);
    }
  }

  /** One beat: hear a frame, send a frame. The timestamp runs on through hold, as RFC 3550 section 5.1 asks. */
  private frame(): void {
    this.timestamp = (this.timestamp + TELEPHONE_FRAME_SAMPLES) >>> 0;
    if (this.held) return;
    const heard = this.heard.shift() ?? null;
    const { samples, finished } = this.nextSamples();
    if (!this.sendDigitFrame()) this.sendAudio(samples ?? (this.echo ? heard : null));
    this.listener.onFrame(heard);
    if (finished && !this.closed) this.listener.onPlayed();
  }

  private nextSamples(): { samples: Int16Array | null; finished: boolean } {
    const first = this.queue[0];
    if (!first) return { samples: null, finished: false };
    const samples = new Int16Array(TELEPHONE_FRAME_SAMPLES);
    let filled = 0;
    for (let head = this.queue[0]; head && filled < samples.length; head = this.queue[0]) {
      const part = head.subarray(this.queueOffset, this.queueOffset + samples.length - filled);
      samples.set(part, filled);
      filled += part.length;
      this.queueOffset += part.length;
      if (this.queueOffset < head.length) break;
      this.queue.shift();
      this.queueOffset = 0;
    }
    return { samples, finished: this.queue.length === 0 };
  }

  private sendAudio(samples: Int16Array | null): void {
    const payload = samples ? encodeMulaw(samples) : new Uint8Array(TELEPHONE_FRAME_SAMPLES).fill(MULAW_SILENCE);
    this.sendPacket(PCMU, payload, this.timestamp, this.talkSpurtStart);
    this.talkSpurtStart = false;
  }

  /** Sends the next packet of the digit under way in place of audio; false where there is none. */
  private sendDigitFrame(): boolean {
    const current = this.digits[0];
    if (!current || this.telephoneEvent === null) return false;
    current.timestamp ??= this.timestamp;
    current.frame += 1;
    if (current.frame > DIGIT_FRAMES + DIGIT_PAUSE_FRAMES) {
      this.digits.shift();
      return false;
    }
    if (current.frame > DIGIT_FRAMES) return false;
    const end = current.frame === DIGIT_FRAMES;
    const durationSamples = current.frame * TELEPHONE_FRAME_SAMPLES;
    const payload = encodeTelephoneEvent({ digit: current.digit, end, volumeDbm0: -10, durationSamples });
    for (let repeat = 0; repeat < (end ? DIGIT_END_REPEATS : 1); repeat += 1) {
      this.sendPacket(this.telephoneEvent, payload, current.timestamp, current.frame === 1);
    }
    return true;
  }

  private sendPacket(payloadType: number, payload: Uint8Array, timestamp: number, marker: boolean): void {
    const sender = this.peer.getSenders()[0];
    if (!sender) return;
    this.sequenceNumber = (this.sequenceNumber + 1) & 0xffff;
    const header = new RtpHeader({
      payloadType,
      sequenceNumber: this.sequenceNumber,
      timestamp,
      marker,
      ssrc: sender.ssrc,
    });
    const packet = new RtpPacket(header, Buffer.from(payload));
    // The sender stamps its first codec on every packet, so telephone events go to the transport directly.
    const sent =
      payloadType === PCMU ? sender.sendRtp(packet) : sender.dtlsTransport.sendRtp(packet.payload, packet.header);
    // A packet that the socket refuses is a lost packet; the connection state tells if more is wrong.
    sent.catch(() => undefined);
  }
}
