export interface AgentSpeechOptions {
  /** Frames below this level never count as speech, whatever the noise floor. */
  readonly minLevelDb: number;
  /** Speech must stand this far above the noise floor. */
  readonly aboveFloorDb: number;
  /** So many frames in a row must be loud before speech begins: a click is not a word. */
  readonly onsetFrames: number;
  /** Speech lasts so many quiet frames longer: the gap between two syllables. */
  readonly hangoverFrames: number;
}

const AGENT_SPEECH_DEFAULTS: AgentSpeechOptions = {
  minLevelDb: -50,
  aboveFloorDb: 12,
  onsetFrames: 3,
  hangoverFrames: 10,
};

/** How fast the noise floor follows a rising level, per frame; it follows a falling one at once. */
const FLOOR_RISE_DB = 0.05;

/** Level of a frame in dB relative to full scale; silence gives -96. */
export function levelDb(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, frame.length)) / 32_768;
  return Math.max(-96, 20 * Math.log10(rms || 1e-9));
}

/** A practice customer's ear: tells by energy whether the agent is speaking. Fed frame by frame (20 ms). */
export class AgentSpeech {
  private readonly options: AgentSpeechOptions;
  private floorDb = -60;
  private loudFrames = 0;
  private quietFrames = 0;
  private active = false;

  constructor(options: Partial<AgentSpeechOptions> = {}) {
    this.options = { ...AGENT_SPEECH_DEFAULTS, ...options };
  }

  get speaking(): boolean {
    return this.active;
  }

  /** Takes one frame of 8 kHz samples (or null where none arrived) and returns whether the agent is speaking. */
  handleFrame(frame: Int16Array | null): boolean {
    const level = frame ? levelDb(frame) : -96;
    this.floorDb = Math.max(-80, Math.min(level, this.floorDb + FLOOR_RISE_DB));
    const loud = level > Math.max(this.options.minLevelDb, this.floorDb + this.options.aboveFloorDb);
    this.loudFrames = loud ? this.loudFrames + 1 : 0;
    this.quietFrames = loud ? 0 : this.quietFrames + 1;
    if (this.loudFrames >= this.options.onsetFrames) this.active = true;
    else if (this.quietFrames > this.options.hangoverFrames) this.active = false;
    return this.active;
  }
}
