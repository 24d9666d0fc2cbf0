import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAppLog } from '../../src/local/app-log';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'galley-app-log-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (level: number, msg: string): string =>
  JSON.stringify({ level, time: '2026-01-02T03:04:05.006Z', process: 'worker', msg, orderId: 'b1' });

test('what users grep for in logs/app.log is found, with its level and time', async () => {
  const file = join(dir, 'logs', 'app.log');
  const log = openAppLog({ file });
  log.write({
    name: 'worker',
    text: entry(30, '[Blog Worker] Idea Generation: Processing 2 blogs from 2 store(s)'),
  });
  log.write({ name: 'worker', text: entry(50, '[Blog Worker] Error processing blog b1: Draft.Refused') });
  log.write({ name: 'api', text: 'not an entry' });
  await log.close();
  const found = execFileSync('sh', ['-c', `cat "${file}" | grep "Blog Worker"`], { encoding: 'utf8' });
  expect(found.split('\n').filter(Boolean)).toEqual([
    '2026-01-02T03:04:05.006Z worker  | [Blog Worker] Idea Generation: Processing 2 blogs from 2 store(s) orderId=b1',
    '2026-01-02T03:04:05.006Z worker  | ERROR [Blog Worker] Error processing blog b1: Draft.Refused orderId=b1',
  ]);
  expect(readFileSync(file, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z api {5}\| not an entry$/m);
});

test('a log that has grown is put aside at the next start, and one that cannot be written is done without', async () => {
  const file = join(dir, 'app.log');
  writeFileSync(file, 'x'.repeat(11));
  const log = openAppLog({ file, mostBytes: 10 });
  log.write({ name: 'api', text: 'begun' });
  await log.close();
  expect(readFileSync(join(dir, 'app.old.log'), 'utf8')).toBe('x'.repeat(11));
  expect(readFileSync(file, 'utf8')).toMatch(/begun\n$/);
  const none = openAppLog({ file: join(file, 'app.log') });
  none.write({ name: 'api', text: 'lost' });
  await none.close();
});
