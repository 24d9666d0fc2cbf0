import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

test('the arithmetic of the benchmark of the engine', async () => {
  const file = path.join(__dirname, 'arithmetic.test.mjs');
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter', 'tap', file]);
  expect(stdout).toMatch(/^# fail 0$/m);
  expect(stdout).not.toMatch(/^# pass 0$/m);
});
