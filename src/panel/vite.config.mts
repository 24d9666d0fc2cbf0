import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the panel into `dist/panel`; everything but the page itself is named by its content. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/panel', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Smaller by 3 % than what esbuild makes of it.
    minify: 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 2 }, format: { comments: false } },
    // A file within the page's own text would be refused by the policy that it is served with.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    // Many small files are larger together than few: each is compressed alone.
    rollupOptions: { output: { experimentalMinChunkSize: 20_000 } },
  },
});
