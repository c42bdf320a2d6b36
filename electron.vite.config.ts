import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const inRoot = (...parts: string[]) => path.resolve(import.meta.dirname, ...parts);

/** Loaded from node_modules at run time; electron-builder.yml unpacks them beside the app's archive. */
const nativeLibraries = ['onnxruntime-node', 'sherpa-onnx-node'];

export default defineConfig({
  main: {
    build: {
      // What is not in here must be in the packaged app's node_modules: only the native libraries are.
      externalizeDeps: false,
      rolldownOptions: {
        external: nativeLibraries,
        input: {
          index: inRoot('main/index.ts'),
          'copilot-worker': inRoot('main/copilot/worker.ts'),
          'model-job': inRoot('main/copilot/model-job.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can require electron and nothing else: one CommonJS file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: inRoot('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: inRoot('renderer'),
    plugins: [react()],
    // A worklet module is loaded by its address: under the window's policy it must be a file, never a data: URL.
    worker: { format: 'es' },
    build: {
      outDir: inRoot('out/renderer'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: inRoot('renderer/index.html'), 'monitor-page': inRoot('renderer/monitor-page.html') },
      },
    },
  },
});
