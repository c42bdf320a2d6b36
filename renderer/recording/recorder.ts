import { EAR_SAMPLE_RATE_HZ, FRAME_MS, FRAME_SAMPLES } from '../../contracts/audio';
import { HoldBack, silent, type LegsFrame } from '../../domain/hold-back';
import { joinPackets, OggOpusWriter } from '../../domain/ogg-opus';
import { packChunk } from '../../domain/recording-file';
import { PACKET_MS, PRE_SKIP, type OpenOpusEncoder, type OpusEncoder } from './opus-encoder';
import { PeakMeter } from './peaks';
import type { RecordingDisk } from './recording-disk';
import type { Sealer } from './sealing';

/** A gap longer than this is the computer's sleep or another line in front, not lost frames: the file's time then leaps. */
const LONGEST_FILLED_GAP_MS = 10_000;

export interface RecorderOptions {
  recordId: string;
  sealer: Sealer;
  disk: RecordingDisk;
  openEncoder: OpenOpusEncoder;
  holdBackMs: number;
  /** The disk refused, or an encoder failed. The recorder goes on trying. */
  trouble(error: unknown): void;
}

export interface RecorderReading {
  bytes: number;
  audioMs: number;
}

/**
 * Writes one call: frames of both legs → held back → one encoder a leg → Ogg pages → sealed chunks → the disk. A chunk
 * goes out at each tick, also when it holds no sound yet, so that the disk is known to be there from the first second.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #held: HoldBack;
  readonly #ogg: OggOpusWriter;
  readonly #peaks = new PeakMeter();
  #encoders: readonly [OpusEncoder, OpusEncoder] | null = null;
  /** What came while the encoders had failed. */
  #unencoded: LegsFrame[] = [];
  #packets: [Uint8Array[], Uint8Array[]] = [[], []];
  #begun = false;
  #headWritten = false;
  #firstMs: number | null = null;
  #nextMs = 0;
  readonly #missing: { fromMs: number; toMs: number }[] = [];
  #paused = false;
  #instead: Float32Array | null = null;
  /** Sealed and not yet taken by the disk: the sound they hold, and their bytes. */
  #unwritten: { bytes: Uint8Array<ArrayBuffer>; audioMs: number }[] = [];
  #pumping: Promise<void> = Promise.resolve();
  #bytes = 0;
  #audioMs = 0;
  #sealedMs = 0;
  #sealing: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#held = new HoldBack(options.holdBackMs);
    const serial = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    this.#ogg = new OggOpusWriter({ serial, preSkip: PRE_SKIP, inputSampleRateHz: EAR_SAMPLE_RATE_HZ });
    this.#openEncoders();
  }

  /** What the disk has acknowledged. */
  get reading(): RecorderReading {
    return { bytes: this.#bytes, audioMs: this.#audioMs };
  }

  /** Where the file begins on the sound's clock; null before the first frame. */
  get firstMs(): number | null {
    return this.#firstMs;
  }

  /** What the file's time leaps over, on the sound's clock. */
  get missing(): readonly { fromMs: number; toMs: number }[] {
    return [...this.#missing];
  }

  /** Of all that was taken, written or not. */
  get takenMs(): number {
    const missingMs = this.#missing.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    return this.#firstMs === null ? 0 : this.#nextMs - this.#firstMs - missingMs;
  }

  /** From now on silence is written in place of the sound. */
  pause(paused: boolean): void {
    this.#paused = paused;
  }

  /** Drops what was said from here on, as far as it still waits. */
  dropFrom(fromMs: number): void {
    this.#held.silenceFrom(fromMs);
  }

  /** What the customer hears in place of the agent: the file keeps what was sent. Null: the agent again. */
  instead(samples: Float32Array | null): void {
    this.#instead = samples;
  }

  frame(frame: LegsFrame): void {
    this.#firstMs ??= this.#nextMs = frame.captureTimeMs;
    if (frame.captureTimeMs < this.#nextMs - FRAME_MS / 2) return;
    const gapMs = frame.captureTimeMs - this.#nextMs;
    if (gapMs <= LONGEST_FILLED_GAP_MS) {
      while (frame.captureTimeMs - this.#nextMs > FRAME_MS / 2)
        this.#take(silent({ ...frame, captureTimeMs: this.#nextMs }));
    } else {
      this.#missing.push({ fromMs: this.#nextMs, toMs: frame.captureTimeMs });
      this.#nextMs = frame.captureTimeMs;
    }
    const sent = this.#sent(frame);
    this.#take(this.#paused ? silent(sent) : sent);
  }

  /** Once a second: seals what was encoded since, and gives the disk what it has not yet taken. Resolves when it answered. */
  tick(): Promise<void> {
    this.#mendEncoders();
    this.#seal(false);
    return this.#pumpInTurn();
  }

  /** Writes all that is left, closes the file, and resolves when the disk has it: at once, or as soon as it has room. */
  async stop(): Promise<void> {
    this.#mendEncoders();
    for (const frame of this.#held.drain()) this.#encode(frame);
    await Promise.all(this.#encoders?.map((encoder) => encoder.finish().catch(() => undefined)) ?? []);
    this.#closeEncoders();
    this.#seal(true);
    await this.#sealing;
    for (;;) {
      await this.#pumpInTurn();
      if (this.#unwritten.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    await this.#options.disk.end(this.#options.recordId);
  }

  #sent(frame: LegsFrame): LegsFrame {
    if (!this.#instead) return frame;
    const agent = new Float32Array(FRAME_SAMPLES);
    agent.set(this.#instead.subarray(0, FRAME_SAMPLES));
    this.#instead = this.#instead.subarray(FRAME_SAMPLES);
    return { ...frame, agent };
  }

  #take(frame: LegsFrame): void {
    this.#nextMs += FRAME_MS;
    for (const ripe of this.#held.push(frame)) this.#encode(ripe);
  }

  #encode(frame: LegsFrame): void {
    const { agent, customer } = frame;
    if (agent.length !== FRAME_SAMPLES || customer.length !== FRAME_SAMPLES) return;
    if (!this.#encoders) {
      this.#unencoded.push(frame);
      return;
    }
    this.#peaks.add(agent, customer);
    this.#encoders[0].encode(agent.slice());
    this.#encoders[1].encode(customer.slice());
  }

  #mendEncoders(): void {
    if (this.#encoders) return;
    this.#openEncoders();
    if (this.#encoders) for (const frame of this.#unencoded.splice(0)) this.#encode(frame);
  }

  #openEncoders(): void {
    const open = (leg: 0 | 1) =>
      this.#options.openEncoder({
        packet: (packet) => this.#packets[leg].push(packet),
        failed: (error) => {
          this.#options.trouble(error);
          this.#closeEncoders();
        },
      });
    try {
      this.#encoders = [open(0), open(1)];
    } catch (error) {
      this.#options.trouble(error);
    }
  }

  /** Both begin anew together, else their packets would no longer be of the same moment. */
  #closeEncoders(): void {
    for (const encoder of this.#encoders ?? []) encoder.close();
    this.#encoders = null;
    const together = Math.min(this.#packets[0].length, this.#packets[1].length);
    for (const packets of this.#packets) packets.length = together;
  }

  #seal(last: boolean): void {
    const [agent, customer] = this.#packets;
    const together = Math.min(agent.length, customer.length);
    const pairs = agent.splice(0, together).flatMap((packet, index) => {
      const other = customer[index];
      return other ? [joinPackets([packet, other])] : [];
    });
    customer.splice(0, together);
    // The head first: pages are numbered as they are made.
    const head = this.#begun ? new Uint8Array() : this.#ogg.head();
    const ogg = new Uint8Array([...head, ...this.#ogg.pages(pairs, PACKET_MS, last)]);
    this.#begun = true;
    this.#sealedMs += pairs.length * PACKET_MS;
    const audioMs = this.#sealedMs;
    const content = packChunk({ peaks: this.#peaks.take(), ogg });
    // One after another: the sealer counts.
    this.#sealing = this.#sealing
      .then(async () => {
        this.#unwritten.push({ bytes: await this.#options.sealer.seal(content, last), audioMs });
      })
      .catch((error: unknown) => this.#options.trouble(error));
  }

  #pumpInTurn(): Promise<void> {
    this.#pumping = this.#pumping.then(() => this.#pump());
    return this.#pumping;
  }

  /** What the disk does not take stays, and is given to it again at the next tick. */
  async #pump(): Promise<void> {
    const { disk, recordId, sealer, trouble } = this.#options;
    await this.#sealing;
    try {
      if (!this.#headWritten) {
        this.#bytes = await disk.begin(recordId, sealer.head);
        this.#headWritten = true;
      }
      for (let next = this.#unwritten[0]; next; next = this.#unwritten[0]) {
        this.#bytes = await disk.append(recordId, this.#bytes, next.bytes);
        this.#audioMs = next.audioMs;
        this.#unwritten.shift();
      }
    } catch (error) {
      trouble(error);
    }
  }
}
