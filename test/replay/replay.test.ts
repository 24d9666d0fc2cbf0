import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HISTORY_FORM } from '../../src/contract/orders';
import { readHistory, recordedHistories, workflowIdOfHistory } from '../support/replay';
import { quietRuntime } from '../support/runtime';
import { sharedServers } from '../support/servers';
import { COVERAGE } from './coverage';

beforeAll(quietRuntime);

const replayed = { workflowBundle: { codePath: sharedServers().bundlePath } };

const FORMS = Array.from({ length: HISTORY_FORM }, (_, n) => n + 1);
const coveredBy = (form: number) => COVERAGE.filter(({ since = 1 }) => since <= form);

test.each(FORMS)(
  'there are recorded histories of form %i, and each is listed with what it covers',
  (form) => {
    expect(recordedHistories(form)).toEqual(
      coveredBy(form)
        .map(({ name }) => name)
        .sort(),
    );
  },
);

test.each(FORMS.flatMap((form) => coveredBy(form).map(({ name, covers }) => [name, form, covers] as const)))(
  '%s of form %i still replays: %s',
  async (name, form) => {
    await Worker.runReplayHistory(replayed, readHistory(form, name), workflowIdOfHistory(form, name));
  },
);

describe('a changed workflow', () => {
  let folder: string;
  let bundle: WorkflowBundle;

  beforeAll(async () => {
    // Beside the sources, so that its imports resolve.
    folder = mkdtempSync(path.join(__dirname, 'changed-'));
    const file = path.join(folder, 'index.ts');
    writeFileSync(
      file,
      `import { sleep } from '@temporalio/workflow';
       export async function blogOrder(): Promise<void> { await sleep(1000); }`,
    );
    const quiet = (): void => undefined;
    bundle = await bundleWorkflowCode({
      workflowsPath: file,
      logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is refused by the recordings', async () => {
    const replay = Worker.runReplayHistory(
      { workflowBundle: bundle },
      readHistory(1, 'blog-order-done'),
      'blog:recorded',
    );
    await expect(replay).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
