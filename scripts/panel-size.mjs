// The panel compressed as it goes over the line, and how much of it there is.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** The most that all of its scripts together may be, in bytes. */
export const MOST_BYTES = 250 * 1024;

/** Writes each script and style sheet of a folder compressed as well, so that nobody does it while a reader waits. */
export function compressPanel(folder) {
  for (const file of readdirSync(folder).filter((name) => /\.(?:js|css)$/.test(name))) {
    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes));
    writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/** The compressed size of every script in a folder: what is loaded first, and all of it. */
export function panelSize(folder) {
  const sizes = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file, bytes: gzipSync(readFileSync(join(folder, file))).length }));
  const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0);
  return { first: sum(sizes.filter(({ file }) => file.startsWith('index-'))), all: sum(sizes) };
}

/** Says the size of a built panel; throws where it is too large. */
export function checkPanelSize(folder) {
  const { first, all } = panelSize(folder);
  const kb = (bytes) => `${Math.round(bytes / 1024)} KB`;
  const words = `${kb(first)} of script first, ${kb(all)} in all, compressed`;
  if (all > MOST_BYTES) throw new Error(`the panel is too large: ${words}; at most ${kb(MOST_BYTES)}`);
  return words;
}
