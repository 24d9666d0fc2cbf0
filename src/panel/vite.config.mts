import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Parts of Radix that put a style element on the page to hide scrollbars; styles.css has the same rules. */
const WITH_STYLE_ELEMENT = /@radix-ui\/react-(?:select|scroll-area)\/dist\/index\.mjs/;
const STYLE_ELEMENT =
  /\/\* @__PURE__ \*\/ jsx\(\s*"style",\s*\{\s*dangerouslySetInnerHTML:[^`]*`[^`]*`\s*\},\s*nonce\s*\}\s*\)/;

/** Leaves those elements out, since the page's policy refuses them. Fails where a new version has them otherwise. */
const withoutStyleElements: Plugin = {
  name: 'without-style-elements',
  transform(code, id) {
    if (!WITH_STYLE_ELEMENT.test(id)) return undefined;
    if (!STYLE_ELEMENT.test(code)) throw new Error(`${id} has no style element of the known form`);
    return { code: code.replace(STYLE_ELEMENT, 'null'), map: null };
  },
};

/** Builds the panel into `dist/panel`; everything but the page itself is named by its content. */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react(), withoutStyleElements],
  resolve: { alias: { 'react-style-singleton': here('frame/style-singleton.ts') } },
  build: {
    outDir: here('../../dist/panel'),
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
