import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateDir } from '../../src/local/state-dir';

test('the state folder and all in it are closed to others, also those that were open before', async () => {
  const root = mkdtempSync(join(tmpdir(), 'galley-private-'));
  chmodSync(root, 0o755);
  mkdirSync(join(root, 'logs'), { mode: 0o755 });
  writeFileSync(join(root, 'logs', 'seed.log'), 'galley_key', { mode: 0o644 });
  const state = await openStateDir({ root, fresh: false, log: () => undefined });
  const modeOf = (...path: string[]): number => statSync(join(root, ...path)).mode & 0o777;
  expect([modeOf(), modeOf('logs'), modeOf('pids'), modeOf('pictures')]).toEqual([
    0o700, 0o700, 0o700, 0o700,
  ]);
  expect(modeOf('logs', 'seed.log')).toBe(0o600);
  state.release();
  rmSync(root, { recursive: true, force: true });
});
