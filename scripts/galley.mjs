// The single entry point of all npm scripts. Plain JavaScript on Node alone, because it runs before anything is
// installed.
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runToEnd } from './children.mjs';
import { ensureInstalled } from './install.mjs';
import { flagsTakenByNpm } from './npm-flags.mjs';

const OLDEST_NODE = [20, 19];
const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const tool = (...path) => join(root, 'node_modules', ...path);

const PROGRAMS = {
  start: ['dist/local/start.js'],
  'prod:local': ['dist/local/start.js'],
  demo: ['dist/local/demo.js'],
  api: ['dist/api/main.js'],
  worker: ['dist/workers/lane.js'],
  migrate: ['dist/db/migrate-main.js'],
  roles: ['dist/db/roles-main.js'],
  restored: ['dist/db/restored-main.js'],
  bench: ['bench/run.mjs'],
  doctor: ['dist/local/doctor.js'],
  'key:first': ['dist/local/first-key.js'],
  simulators: ['dist/simulators/main.js'],
};

// The longest first, because two run at a time.
const CHECKS = [
  ['lint', [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']],
  ['format', [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['types', [tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']],
  ['types of the panel', [tool('typescript', 'bin', 'tsc'), '-p', 'test/panel/tsconfig.json']],
  [
    'module boundaries',
    [
      tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
    ],
  ],
  ['dependencies', ['scripts/check-deps.mjs', '--offline']],
];

// A terminal that was closed, or a pipe that nobody reads, loses what is printed and ends nothing.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is Node ${process.versions.node}`);
}

const run = (commands, env = process.env) => runToEnd({ commands, cwd: root, env });

/** Runs the checks, two at a time; after a failure no other begins. */
async function check() {
  const waiting = [...CHECKS];
  let failed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next && failed === 0; next = waiting.shift()) {
      const [name, args] = next;
      console.log(`check: ${name}`);
      const code = await run([args]);
      if (code === 0) continue;
      console.error(`Error: the check "${name}" failed`);
      failed ||= code;
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

async function jest(args, env, node = process.execPath) {
  await build();
  console.log('tests: running');
  return runToEnd({
    commands: [[tool('jest', 'bin', 'jest.js'), ...args]],
    cwd: root,
    env: { ...env, GALLEY_TEST_BUNDLE: join(root, 'dist', 'workflow-bundle.js') },
    node,
  });
}

/** Path of the second Node, that of the image, which is installed if necessary. */
async function node24() {
  const folder = join(root, 'test', 'node24');
  await ensureInstalled(folder);
  const node = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(node)) return node;
  throw new Error(`there is no package with Node 24 for ${process.platform} on ${process.arch}`);
}

/** Loads this machine's settings; variables already in the environment take precedence over the file. */
function loadSettings() {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

async function workerDev() {
  loadSettings();
  await build();
  // Without a prebuilt bundle, the workflows are bundled at each start from the freshly compiled sources.
  rmSync(join(root, 'dist', 'workflow-bundle.js'), { force: true });
  rmSync(join(root, 'dist', '.build-stamp.json'), { force: true });
  return run([
    ['--watch', '--watch-preserve-output', 'dist/workers/all-lanes.js'],
    [tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ]);
}

async function program(command, args) {
  // The demo and the benchmarks never read them, so that they cannot spend money.
  if (!['demo', 'bench', 'simulators'].includes(command)) loadSettings();
  await build();
  const [script] = PROGRAMS[command];
  if (!existsSync(join(root, script))) throw new Error(`${script} is missing from the build`);
  return run([['--enable-source-maps', script, ...args]]);
}

/** The options of `test:fuzz` as the variables that the test reads. */
function fuzzSettings(args) {
  const { values } = parseArgs({
    args,
    options: { 'max-examples': { type: 'string' }, seed: { type: 'string' }, role: { type: 'string' } },
  });
  const named = {
    GALLEY_FUZZ_EXAMPLES: values['max-examples'],
    GALLEY_FUZZ_SEED: values.seed,
    GALLEY_FUZZ_ROLE: values.role,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

async function main([command, ...args]) {
  requireNode();
  const commands = [
    ...Object.keys(PROGRAMS),
    'worker:dev',
    'check',
    'check:deps',
    'test',
    'test:node24',
    'test:long',
    'test:llm',
    'test:fuzz',
    'panel:types',
    'test:browser',
    'screenshots',
  ];
  if (!commands.includes(command)) {
    throw new Error(`"${command ?? ''}" is not a command; available: ${commands.join(', ')}`);
  }
  const taken = flagsTakenByNpm(command, process.env);
  if (taken) throw new Error(taken);
  await ensureInstalled(root);
  switch (command) {
    case 'check':
      return check();
    case 'check:deps':
      return run([['scripts/check-deps.mjs', ...args]]);
    case 'test':
      return (await check()) || jest(args, process.env);
    case 'test:node24':
      return jest(args, process.env, await node24());
    case 'test:long': {
      // Jest runs whatever fits any of its patterns, so files that are named have to be the only ones.
      const namesFiles = args.some((arg) => existsSync(resolve(arg)));
      const patterns = namesFiles ? [] : ['--testPathPatterns', '\\.long\\.test\\.ts$'];
      return jest([...patterns, ...args], { ...process.env, GALLEY_LONG_TESTS: '1' });
    }
    case 'test:llm':
      return jest(['--testPathPatterns', 'test/llm/', ...args], { ...process.env, GALLEY_LLM_TESTS: '1' });
    case 'test:fuzz':
      return jest(['--testPathPatterns', 'test/fuzz/', '--runInBand'], {
        ...process.env,
        ...fuzzSettings(args),
        GALLEY_FUZZ_TESTS: '1',
      });
    case 'panel:types':
      await build();
      return run([['scripts/panel-types.mjs', ...args]]);
    case 'screenshots':
      await build();
      return run([['scripts/screenshots.mjs', ...args]]);
    case 'test:browser':
      await build();
      return run([['--test', ...args, 'test/browser/panel.test.mjs']]);
    case 'worker:dev':
      return workerDev();
    case 'prod:local': {
      const isDemo = args.includes('--demo');
      const rest = args.filter((arg) => arg !== '--demo');
      return program(isDemo ? 'demo' : command, ['--prod', ...rest]);
    }
    default:
      return program(command, args);
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`Error: ${error.message}`);
    process.exitCode = error.exitCode ?? 1;
  },
);
