import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { runMain } from '../config/run-main';

/** Builds the workflow bundle ahead of time, next to the compiled sources. */
runMain(async () => {
  const quiet = (): void => undefined;
  const print = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows/index'),
    payloadConverterPath: require.resolve('../workflows/payload-converter'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: print, error: print },
  });
  await writeFile(path.join(__dirname, '..', 'workflow-bundle.js'), code);
});
