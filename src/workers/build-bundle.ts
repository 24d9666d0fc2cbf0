import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { runMain } from '../config/run-main';

/** Builds the workflows' bundle ahead of time, beside the compiled sources. */
runMain(async () => {
  const quiet = (): void => undefined;
  const tell = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows/index'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: tell, error: tell },
  });
  await writeFile(path.join(__dirname, '..', 'workflow-bundle.js'), code);
});
