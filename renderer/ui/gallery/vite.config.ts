import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gallery of scenes, for looking at: `npx vite build renderer/ui/gallery --outDir DIR`. Never shipped. */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: { emptyOutDir: true, rollupOptions: { input: `${import.meta.dirname}/gallery.html` } },
});
