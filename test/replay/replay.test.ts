import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHistory, recordedHistories } from '../support/replay';
import { quietRuntime } from '../support/runtime';
import { sharedServers } from '../support/servers';
import { COVERAGE } from './coverage';

beforeAll(quietRuntime);

const replayed = { workflowBundle: { codePath: sharedServers().bundlePath } };

test('there are recorded histories, and each is listed with what it covers', () => {
  expect(recordedHistories()).not.toEqual([]);
  expect(recordedHistories()).toEqual(Object.keys(COVERAGE).sort());
});

test.each(Object.entries(COVERAGE))('%s still replays: %s', async (name) => {
  await Worker.runReplayHistory(replayed, readHistory(name), 'blog:recorded');
});

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
      readHistory('blog-order-done'),
      'blog:recorded',
    );
    await expect(replay).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
