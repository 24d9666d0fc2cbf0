// Compresses the panel as it is served, and checks its size.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/**
 * Maximum compressed sizes in bytes: of the scripts that every reader waits for, and of all together, most of which come only with the page
 * that needs them. The latter grows with the pages: those of bulk jobs, with their messages in both languages, take 24 KB.
 */
export const MAX_BYTES = { first: 200 * 1024, all: 340 * 1024 };

/** Compresses every script and style sheet in a folder ahead of time, so that no request has to wait for it. */
export function compressPanel(folder) {
  for (const file of readdirSync(folder).filter((name) => /\.(?:js|css)$/.test(name))) {
    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes));
    writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/** Compressed size of the scripts in a folder: of the first to load, and of all. */
export function panelSize(folder) {
  const sizes = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file, bytes: gzipSync(readFileSync(join(folder, file))).length }));
  const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0);
  return { first: sum(sizes.filter(({ file }) => file.startsWith('index-'))), all: sum(sizes) };
}

/** Reports the size of a built panel; throws if it is too large. */
export function checkPanelSize(folder) {
  const { first, all } = panelSize(folder);
  const kb = (bytes) => `${Math.round(bytes / 1024)} KB`;
  const words = `${kb(first)} of script at first load, ${kb(all)} in total, compressed`;
  if (first > MAX_BYTES.first || all > MAX_BYTES.all)
    throw new Error(
      `the panel is too large: ${words}; the limits are ${kb(MAX_BYTES.first)} and ${kb(MAX_BYTES.all)}`,
    );
  return words;
}
