import { fstatSync, writeSync } from 'node:fs';
import { outliveTerminal } from './stop-requests';

const STANDARD_OUTPUT = 1;

/** Whether standard output leads to another process or to a terminal, whose writes Node paces; a file is written to directly. */
function isPaced(): boolean {
  if (process.stdout.isTTY) return true;
  try {
    const stats = fstatSync(STANDARD_OUTPUT);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return true;
  }
}

/**
 * Where a process writes its log lines: standard output. A line that cannot be written, because the terminal or the reader is gone or the
 * disk is full, is lost and ends nothing; later ones are written once that is possible.
 */
export function logOutput(): { write(line: string): void } {
  outliveTerminal();
  const write = isPaced()
    ? (line: string): void => void process.stdout.write(line)
    : (line: string): void => void writeSync(STANDARD_OUTPUT, line);
  return {
    write(line) {
      try {
        write(line);
      } catch {
        // There is nowhere else to say it.
      }
    },
  };
}
