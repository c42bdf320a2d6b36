import wavefile from 'wavefile';

const RATE_HZ = 8_000;
const WAV_HEADER_BYTES = 44;

/** A 16-bit mono WAV of samples in [-1, 1]. */
export function wavOf(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const wav = new wavefile.WaveFile();
  const whole = Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  wav.fromScratch(1, sampleRateHz, '16', whole);
  return wav.toBuffer();
}

/** The parts one after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Ten seconds of a tone at 8 kHz; -12 dBFS unless told. */
export function toneWav(frequencyHz: number, amplitude = 0.25): Uint8Array {
  const tone = Float32Array.from({ length: 10 * RATE_HZ }, (_, index) => {
    return amplitude * Math.sin((2 * Math.PI * frequencyHz * index) / RATE_HZ);
  });
  return wavOf(tone, RATE_HZ);
}

/** Samples of a 16-bit mono WAV that is still being written: its header does not know its length yet. */
export function samplesOfGrowingWav(bytes: Buffer): Float32Array {
  const count = Math.max(0, (bytes.length - WAV_HEADER_BYTES) >> 1);
  return Float32Array.from({ length: count }, (_, index) => bytes.readInt16LE(WAV_HEADER_BYTES + 2 * index) / 32_768);
}

/** Loudness in dBFS; -100 for silence. */
export function loudnessDb(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return Math.max(-100, 10 * Math.log10(power));
}

/** The share of the samples' power that a tone holds, 0 to 1 (Goertzel). Samples at 8 kHz. */
export function toneShare(samples: Float32Array, frequencyHz: number): number {
  const turn = (2 * Math.PI * frequencyHz) / RATE_HZ;
  let [real, imaginary, power] = [0, 0, 0];
  samples.forEach((sample, index) => {
    real += sample * Math.cos(turn * index);
    imaginary += sample * Math.sin(turn * index);
    power += sample * sample;
  });
  return power === 0 ? 0 : (2 * (real * real + imaginary * imaginary)) / (samples.length * power);
}

const BLOCK_SAMPLES = RATE_HZ / 20;

/** {@link toneShare} of sound that went through a jitter buffer, whose little jumps shift the tone's phase: by 50 ms. */
export function toneShareByBlocks(samples: Float32Array, frequencyHz: number): number {
  let [tone, power] = [0, 0];
  for (let from = 0; from + BLOCK_SAMPLES <= samples.length; from += BLOCK_SAMPLES) {
    const block = samples.subarray(from, from + BLOCK_SAMPLES);
    const blockPower = block.reduce((sum, sample) => sum + sample * sample, 0);
    tone += blockPower * Math.min(1, toneShare(block, frequencyHz));
    power += blockPower;
  }
  return power === 0 ? 0 : tone / power;
}
