import { EAR_SAMPLE_RATE_HZ, FRAME_SAMPLES, type Leg } from '../../contracts/audio';
import { joined } from '../../main/copilot/joined';
import { openVoices } from '../../practice/voice-library';

/** Silence between two turns, and at the ends. */
const TURN_GAP_MS = 700;

/** Turns of a sale, agent and customer in turn; clips of practice/voices. */
const TURNS: readonly { leg: Leg; clip: string }[] = [
  { leg: 'customer', clip: 'zh/p01_zf_xiaobei' },
  { leg: 'agent', clip: 'zh/a02_zm_yunxi' },
  { leg: 'customer', clip: 'zh/c01_zf_xiaobei' },
  { leg: 'agent', clip: 'zh/a04_zm_yunxi' },
  { leg: 'customer', clip: 'zh/c02_zf_xiaobei' },
  { leg: 'agent', clip: 'zh/a05_zm_yunxi' },
  { leg: 'customer', clip: 'zh/c11_zf_xiaobei' },
  { leg: 'agent', clip: 'zh/a08_zm_yunxi' },
  { leg: 'customer', clip: 'zh/c13_zf_xiaobei' },
];

/** Frames of 32 ms of both legs of a recorded sale at 16 kHz: one speaks while the other listens. */
export interface Conversation {
  agent: Float32Array[];
  customer: Float32Array[];
}

export async function conversation(): Promise<Conversation> {
  const voices = await openVoices();
  const gap = new Float32Array((TURN_GAP_MS * EAR_SAMPLE_RATE_HZ) / 1000);
  const parts: Record<Leg, Float32Array[]> = { agent: [gap], customer: [gap] };
  for (const { leg, clip } of TURNS) {
    const line = Float32Array.from(await voices.samples(clip, EAR_SAMPLE_RATE_HZ), (sample) => sample / 32_768);
    parts[leg].push(line, gap);
    parts[leg === 'agent' ? 'customer' : 'agent'].push(new Float32Array(line.length), gap);
  }
  return { agent: framesOf(parts.agent), customer: framesOf(parts.customer) };
}

/** Frames in which the customer alone speaks, without a pause between the lines. */
export async function speech(): Promise<Float32Array[]> {
  const voices = await openVoices();
  const lines: Float32Array[] = [];
  for (const { leg, clip } of TURNS) {
    if (leg !== 'customer') continue;
    lines.push(Float32Array.from(await voices.samples(clip, EAR_SAMPLE_RATE_HZ), (sample) => sample / 32_768));
  }
  return framesOf(lines);
}

function framesOf(parts: readonly Float32Array[]): Float32Array[] {
  const whole = joined(parts);
  return Array.from({ length: Math.floor(whole.length / FRAME_SAMPLES) }, (_, frame) =>
    whole.slice(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES),
  );
}
