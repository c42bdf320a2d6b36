declare module 'fft.js' {
  /** Radix-4 FFT over interleaved complex arrays. */
  export default class FFT {
    constructor(size: number);
    createComplexArray(): number[];
    realTransform(output: number[], input: readonly number[]): void;
  }
}
