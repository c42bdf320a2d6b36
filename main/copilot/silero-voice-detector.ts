import { EAR_SAMPLE_RATE_HZ, FRAME_SAMPLES } from '../../contracts/audio';
import { SidetoneError } from '../../contracts/errors';
import { loadOnnxModel, type OnnxModel } from './onnxruntime';
import type { VoiceDetector, VoiceState } from './voice-detector';

/** Silero v5 wants the last samples of the frame before in front of each frame; without them it hears far less. */
const CONTEXT_SAMPLES = 64;
const INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;
const STATE_LAYERS = 2;
const STATE_VALUES = 128;

/**
 * Digital silence, as a PBX sends that has nothing to send, leaves the network nearly deaf to a voice without its low
 * band. So it hears a little noise of its own on every leg, at about -59 dBFS as comfort noise has it (RFC 3389), and
 * forgets after every so many frames without a voice (1.9 s). Measured: docs/copilot-results.md. What is kept and
 * recognised is without the noise.
 */
const NOISE_AMPLITUDE = 0.002;
const FORGETS_AFTER_FRAMES = 60;
const SURELY_QUIET = 0.35;

class SileroState {
  /** [layer][value], as the network lays it out for a batch of one. */
  memory = new Float32Array(STATE_LAYERS * STATE_VALUES);
  context = new Float32Array(CONTEXT_SAMPLES);
  quietFrames = 0;
  #seed = 1;

  /** The same noise for the same leg whenever it is heard again: Lehmer's generator (Park and Miller, 1988). */
  withNoise(pcm: Float32Array): Float32Array {
    return pcm.map((sample) => {
      this.#seed = (this.#seed * 48_271) % 2_147_483_647;
      return sample + NOISE_AMPLITUDE * (this.#seed / 1_073_741_823.5 - 1);
    });
  }

  note(probability: number): void {
    this.quietFrames = probability < SURELY_QUIET ? this.quietFrames + 1 : 0;
    if (this.quietFrames < FORGETS_AFTER_FRAMES) return;
    this.quietFrames = 0;
    this.memory.fill(0);
    this.context.fill(0);
  }
}

/** Silero VAD v5, all legs of a step in one batch. Throws SidetoneError `model-damaged` when `file` is no network. */
export async function loadSileroVoiceDetector(file: string): Promise<VoiceDetector> {
  return createSileroVoiceDetector(await loadOnnxModel(file));
}

export function createSileroVoiceDetector(model: OnnxModel): VoiceDetector {
  const sampleRate = BigInt64Array.of(BigInt(EAR_SAMPLE_RATE_HZ));
  return {
    createState: () => new SileroState(),
    async detect(inputs) {
      const legs = inputs.map(({ state, pcm }) => ({ state: ownState(state), pcm: ownState(state).withNoise(pcm) }));
      const input = new Float32Array(legs.length * INPUT_SAMPLES);
      const memory = new Float32Array(STATE_LAYERS * legs.length * STATE_VALUES);
      legs.forEach(({ state, pcm }, leg) => {
        input.set(state.context, leg * INPUT_SAMPLES);
        input.set(pcm, leg * INPUT_SAMPLES + CONTEXT_SAMPLES);
        for (let layer = 0; layer < STATE_LAYERS; layer += 1) {
          const own = state.memory.subarray(layer * STATE_VALUES, (layer + 1) * STATE_VALUES);
          memory.set(own, (layer * legs.length + leg) * STATE_VALUES);
        }
      });
      const { output, stateN } = await model.run({
        input: { data: input, shape: [legs.length, INPUT_SAMPLES] },
        state: { data: memory, shape: [STATE_LAYERS, legs.length, STATE_VALUES] },
        sr: { data: sampleRate, shape: [] },
      });
      if (!output || !stateN)
        throw new SidetoneError('model-damaged', 'The voice detector answers in an unknown shape.');
      return legs.map(({ state, pcm }, leg) => {
        for (let layer = 0; layer < STATE_LAYERS; layer += 1) {
          const from = (layer * legs.length + leg) * STATE_VALUES;
          state.memory.set(stateN.subarray(from, from + STATE_VALUES), layer * STATE_VALUES);
        }
        state.context = pcm.slice(-CONTEXT_SAMPLES);
        const probability = output[leg] ?? 0;
        state.note(probability);
        return probability;
      });
    },
  };
}

function ownState(state: VoiceState): SileroState {
  if (state instanceof SileroState) return state;
  throw new SidetoneError('internal', 'A voice state of another detector was given.');
}
