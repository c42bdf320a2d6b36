/** A piece of 10 ms this far below the loudest one is silence (35 dB in power). */
const SILENCE_RATIO = 10 ** -3.5;

/** Number of the last sample of the last piece of 10 ms of a line that is still voice. */
export function lastVoicedSample(line: Int16Array | Float32Array, sampleRateHz: number): number {
  const pieceSamples = sampleRateHz / 100;
  const powers = Array.from({ length: Math.floor(line.length / pieceSamples) }, (_, piece) => {
    let power = 0;
    for (const sample of line.subarray(piece * pieceSamples, (piece + 1) * pieceSamples)) power += sample * sample;
    return power;
  });
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  return (powers.findLastIndex((power) => power > loudest * SILENCE_RATIO) + 1) * pieceSamples - 1;
}
