import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PRIVATE_FOLDER } from './private-files';

const FAILED = 'failed-';
/** Of how many failed runs the logs are kept. */
const MOST_KEPT = 5;

/**
 * Moves the logs of a failed run to a folder in `root` that later runs leave alone; those of the oldest failed runs are deleted. `sentence`
 * says a message with the new places of the logs that it names.
 */
export function keepLogs({ root, stateDir, now }: { root: string; stateDir: string; now: Date }): {
  folder: string;
  sentence: (message: string) => string;
} {
  const folder = join(root, `${FAILED}${now.toISOString().replace(/[:.]/g, '-')}-${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const moved = [...logsIn(join(stateDir, 'logs')), ...logsIn(join(stateDir, 'postgres'))].map((from) => ({
    from,
    to: join(folder, basename(from)),
  }));
  for (const { from, to } of moved) renameSync(from, to);
  const all = readdirSync(root)
    .filter((name) => name.startsWith(FAILED))
    .sort();
  for (const name of all.slice(0, -MOST_KEPT)) rmSync(join(root, name), { recursive: true, force: true });
  return {
    folder,
    sentence: (message) => moved.reduce((text, { from, to }) => text.replaceAll(from, to), message),
  };
}

function logsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));
}
