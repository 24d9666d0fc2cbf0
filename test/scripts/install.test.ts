import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPTS = resolve(__dirname, '..', '..', 'scripts');

/** Stands in for npm: installs one package, in the way that `FAKE_NPM` says, and notes its start and its end. */
const FAKE_NPM = `
const fs = require('node:fs');
fs.appendFileSync('events', 'start ');
const put = (file, text) => { fs.mkdirSync(require('node:path').dirname(file), { recursive: true }); fs.writeFileSync(file, text); };
const how = process.env.FAKE_NPM;
const end = () => {
  put('node_modules/thing/package.json', how === 'truncated' ? '{"ver' : '{"version":"1.0.0","bin":{"thing":"cli.js"}}');
  put('node_modules/thing/cli.js', how === 'empty' ? '' : '1');
  put('node_modules/.package-lock.json', fs.readFileSync('package-lock.json'));
  if (how === 'full') console.error('npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write');
  fs.appendFileSync('events', 'end ');
  process.exit(0);
};
process.on('SIGTERM', () => setTimeout(end, 300));
how === 'slow' ? (console.error('npm is busy'), setTimeout(end, 20000)) : setTimeout(end, 100);
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'galley-install-'));
  const packages = {
    '': {},
    'node_modules/thing': { version: '1.0.0' },
    'node_modules/tested-with': { version: '2.0.0', dev: true, optional: true },
  };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  writeFileSync(join(root, 'npm.js'), FAKE_NPM);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const stamp = (): string | undefined =>
  existsSync(join(root, 'node_modules/.galley-lock'))
    ? readFileSync(join(root, 'node_modules/.galley-lock'), 'utf8')
    : undefined;
const events = (): string =>
  existsSync(join(root, 'events')) ? readFileSync(join(root, 'events'), 'utf8').trim() : '';

function start(how: string, options: object = {}) {
  const code = `import { ensureInstalled } from ${JSON.stringify(join(SCRIPTS, 'install.mjs'))};
    await ensureInstalled(${JSON.stringify(root)}, ${JSON.stringify(options)}).catch((error) => {
      console.error('Error: ' + error.message); process.exit(error.exitCode ?? 1); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, npm_execpath: join(root, 'npm.js'), FAKE_NPM: how },
  });
  let output = '';
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (output += String(text)));
  const ended = once(child, 'close').then(([exit]) => ({ exit: exit as number, output }));
  return {
    child,
    ended,
    said: async (text: string) => {
      while (!output.includes(text)) await once(child.stderr, 'data');
    },
  };
}

test.each([
  ['full', /npm could not write all files \(the disk is full\); make room and run this again/],
  ['truncated', /not whole: node_modules\/thing\/package\.json cannot be read\. Is the disk full\?/],
  ['empty', /not whole: node_modules\/thing\/cli\.js is missing or empty/],
])(
  'an npm that ends with success though the disk is %s leaves no stamp, and the next run mends it',
  async (how, sentence) => {
    const { exit, output } = await start(how).ended;
    expect([exit, output]).toEqual([1, expect.stringMatching(sentence)]);
    expect(stamp()).toBeUndefined();
    expect((await start('whole').ended).exit).toBe(0);
    expect(stamp()).toMatch(/^[0-9a-f]{64}\n$/);
    expect(events()).toBe('start end start end');
    await start('whole').ended;
    expect(events()).toBe('start end start end');
  },
);

test('two runs at once install once', async () => {
  const both = await Promise.all([start('whole').ended, start('whole').ended]);
  expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
  expect(events()).toBe('start end');
  expect(existsSync(join(root, '.galley', 'install.lock'))).toBe(false);
});

test('a run that is interrupted waits for npm to end', async () => {
  const run = start('slow');
  await run.said('npm is busy');
  run.child.kill('SIGINT');
  const { exit, output } = await run.ended;
  expect([exit, output]).toEqual([130, expect.stringContaining('stopped during the installation')]);
  expect(events()).toBe('start end');
  expect(stamp()).toBeUndefined();
});

test('a run that was killed hands the installation over once its npm has ended', async () => {
  const run = start('slow');
  await run.said('npm is busy');
  const [, npm] = JSON.parse(readFileSync(join(root, '.galley', 'install.lock'), 'utf8')) as {
    pid: number;
  }[];
  run.child.kill('SIGKILL');
  await once(run.child, 'exit');
  const next = start('whole');
  const waiting = new Promise<void>((done) => next.child.stdout.once('data', () => done()));
  await waiting;
  expect(events()).toBe('start');
  process.kill(npm!.pid, 'SIGTERM');
  expect(await next.ended).toMatchObject({
    exit: 0,
    output: expect.stringMatching(/another run is installing them/),
  });
});

test('an installation without what tests need is told from a whole one', async () => {
  await start('whole', { omitDev: true }).ended;
  // What is there fits both here, as the one package that only tests need is optional.
  expect(stamp()).toMatch(/^[0-9a-f]{64}( without-dev)?\n$/);
  writeFileSync(join(root, 'node_modules/.galley-lock'), `${stamp()!.split(/\s/)[0]} without-dev\n`);
  rmSync(join(root, 'node_modules/.package-lock.json'));
  const before = events();
  await start('whole', { omitDev: true }).ended;
  expect(events()).toBe(before);
  await start('whole').ended;
  expect(events()).toBe(`${before} start end`);
});
