import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './documents';

test('the panel is compiled against the API as it is', () => {
  const script = path.join(ROOT, 'scripts', 'panel-types.mjs');
  const run = spawnSync(process.execPath, [script, '--check'], { cwd: ROOT, encoding: 'utf8' });
  expect([run.status, run.stderr]).toEqual([0, '']);
}, 60_000);
