declare module '@jitsi/rnnoise-wasm/dist/rnnoise-sync.js' {
  /** xiph's rnnoise.h, compiled by emscripten: addresses are in bytes of its own memory. */
  export interface RnnoiseModule {
    ready: Promise<unknown>;
    HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _rnnoise_create(model: 0): number;
    _rnnoise_destroy(state: number): void;
    _rnnoise_process_frame(state: number, output: number, input: number): number;
  }
  export default function createRNNWasmModuleSync(): RnnoiseModule;
}
