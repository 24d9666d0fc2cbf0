import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sharedServers } from './servers';

const HISTORIES_DIR = path.join(__dirname, '..', 'replay', 'histories');

/** Names of the recorded histories, without their ending. */
export function recordedHistories(): string[] {
  return readdirSync(HISTORIES_DIR)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/** One recorded history as the server's own JSON. */
export function readHistory(name: string): unknown {
  return JSON.parse(readFileSync(path.join(HISTORIES_DIR, `${name}.json`), 'utf8'));
}

/**
 * Records a history as the command line shows it. The machine's name in it is replaced, so that a recording says nothing of
 * where it was made.
 */
export function writeHistory(
  name: string,
  run: { namespace: string; workflowId: string; runId?: string },
): void {
  const { temporalCli, temporalAddress } = sharedServers();
  const text = execFileSync(
    temporalCli,
    [
      ...['workflow', 'show', '--output', 'json', '--address', temporalAddress],
      ...['--namespace', run.namespace, '--workflow-id', run.workflowId],
      ...(run.runId ? ['--run-id', run.runId] : []),
    ],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  writeFileSync(path.join(HISTORIES_DIR, `${name}.json`), text.replace(/\d+@[\w.-]+/g, '1@worker'));
}
