import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { timedLine } from './log-line';
import { closeToOthers, PRIVATE_FILE, PRIVATE_FOLDER } from './private-files';

/** Size from which the log of earlier runs is put aside at a start, in bytes. */
const MOST_BYTES = 20 * 1024 * 1024;

function oldOf(file: string): string {
  return `${file.replace(/\.log$/, '')}.old.log`;
}

function putAside(file: string, mostBytes: number): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > mostBytes) renameSync(file, oldOf(file));
}

/**
 * Opens the one log of a local system, in which the lines of all its processes follow each other, and appends to it. A log of more than
 * 20 MB is put aside first, in place of the one before. Only their owner can read them. A file that cannot be written is done without.
 */
export function openAppLog(options: { file: string; mostBytes?: number }): {
  write: (line: { name: string; text: string }) => void;
  close: () => Promise<void>;
} {
  const { file, mostBytes = MOST_BYTES } = options;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    putAside(file, mostBytes);
    // Those of an earlier version may be open to all.
    [file, oldOf(file)].forEach((each) => closeToOthers(each));
  } catch {
    return { write: () => undefined, close: async () => undefined };
  }
  const stream = createWriteStream(file, { flags: 'a', mode: PRIVATE_FILE });
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(`${timedLine({ ...line, now: new Date() })}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
