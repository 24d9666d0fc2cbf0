import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HISTORY_FORM } from '../../src/contract/orders';
import { sharedServers } from './servers';

const HISTORIES_DIR = path.join(__dirname, '..', 'replay', 'histories');

/** The folder of the histories of one form. */
const folderOf = (form: number): string => path.join(HISTORIES_DIR, `form-${form}`);

/** Names of the recorded histories of a form, without their ending. */
export function recordedHistories(form: number): string[] {
  return readdirSync(folderOf(form))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/** One recorded history as the server's own JSON. */
export function readHistory(form: number, name: string): unknown {
  return JSON.parse(readFileSync(path.join(folderOf(form), `${name}.json`), 'utf8'));
}

/**
 * Records a history of today's form as the command line shows it. The machine's name in it is replaced, so that a recording says nothing of
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
  writeFileSync(path.join(folderOf(HISTORY_FORM), `${name}.json`), text.replace(/\d+@[\w.-]+/g, '1@worker'));
}

/** The id of the workflow whose history was recorded, which tells a run whether it is its order's own. */
export function workflowIdOfHistory(form: number, name: string): string {
  const { events } = readHistory(form, name) as {
    events: Array<{ workflowExecutionStartedEventAttributes?: { workflowId?: string } }>;
  };
  return events[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? 'blog:recorded';
}
