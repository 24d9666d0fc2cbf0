import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Keeps a snapshot in a file. */
export interface StateFile {
  /** Marks the snapshot as changed; it is written within milliseconds, or within twenty times as long as it took to write the last time. */
  changed(): void;
  /** Writes any changes immediately. */
  flush(): void;
}

/** Writing takes a part of the time that is one of so many. */
const gapsPerWrite = 20;

/** Reads a snapshot. Returns undefined if there is no file; throws if the file is damaged. */
export function readStateFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`State file ${path} is damaged; delete it to start empty`, { cause: error });
  }
}

/** Creates the writer of a state file. Writes atomically, by writing next to the file and renaming. */
export function createStateFile(input: { path: string; snapshot: () => unknown }): StateFile {
  const { path, snapshot } = input;
  let timer: NodeJS.Timeout | undefined;
  let gapMs = 0;
  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const startedAt = performance.now();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.tmp`, JSON.stringify(snapshot()), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
    // A large snapshot takes long to write; a longer gap keeps writing below a twentieth of the time, and what was published is on disk soon.
    gapMs = gapsPerWrite * (performance.now() - startedAt);
  };
  return { flush, changed: () => void (timer ??= setTimeout(flush, gapMs).unref()) };
}
