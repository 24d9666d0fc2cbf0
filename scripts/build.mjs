// Transpiles src into dist and bundles the workflows; does nothing if no source has changed since the last build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPanelSize, compressPanel } from './panel-size.mjs';
import { transpile } from './transpile.mjs';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const stampFile = join(root, 'dist', '.build-stamp.json');

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function currentSources() {
  const inputs = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  const sources = filesUnder(join(root, 'src')).sort();
  const hash = createHash('sha256');
  for (const file of [...inputs, ...sources]) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${relative(root, file)}\0${mtimeMs}\0${size}\n`);
  }
  return { hash: hash.digest('hex'), files: sources.map((file) => relative(join(root, 'src'), file)) };
}

function lastStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return { hash: '', files: [] };
  }
}

// The compiler keeps the output of deleted sources, which could still be imported.
function removeOrphans(before, now) {
  const kept = new Set(now);
  for (const file of before.filter((name) => name.endsWith('.ts') && !kept.has(name))) {
    const compiled = join(root, 'dist', file.replace(/\.ts$/, '.js'));
    for (const path of [compiled, `${compiled}.map`]) rmSync(path, { force: true });
  }
}

function runNode(script, args) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
    child.once('error', failed);
    child.once('exit', (code) => {
      if (code === 0) done();
      else failed(new Error(`${relative(root, script)} failed`));
    });
  });
}

const tool = (...path) => join(root, 'node_modules', ...path);

async function buildPrograms(files) {
  await transpile(
    root,
    files.filter((file) => !file.startsWith('panel')),
  );
  console.log('build: bundling the workflows');
  await runNode(join(root, 'dist', 'workers', 'build-bundle.js'), []);
}

async function buildPanel() {
  console.log('build: the panel');
  await runNode(tool('vite', 'bin', 'vite.js'), [
    'build',
    ...['--config', 'src/panel/vite.config.mts', '--logLevel', 'warn'],
  ]);
}

/**
 * Brings dist up to date, and checks the types of what it is made of if asked to. Rejects with a one-sentence error if the compiler or a
 * bundler fails.
 */
export async function build({ checkTypes = false } = {}) {
  const sources = currentSources();
  const last = lastStamp();
  if (last.hash === sources.hash && (last.checked || !checkTypes)) return;
  const begun = Date.now();
  console.log('build: compiling');
  rmSync(stampFile, { force: true });
  removeOrphans(last.files, sources.files);
  // What the compiler remembers of its own output is no longer true.
  rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
  if (checkTypes)
    await runNode(tool('typescript', 'bin', 'tsc'), [
      '-p',
      'tsconfig.build.json',
      '--noEmit',
      '--incremental',
      'false',
    ]);
  await Promise.all([buildPrograms(sources.files), buildPanel()]);
  const assets = join(root, 'dist', 'panel', 'assets');
  compressPanel(assets);
  console.log(`build: the panel is ${checkPanelSize(assets)}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ ...sources, checked: checkTypes }));
  console.log(`build: done after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  build({ checkTypes: true }).catch((error) => {
    console.error(`Error: ${error.message}`);
    process.exitCode = 1;
  });
}
