// Installs the dependencies when they are missing, or are not the ones package-lock.json names.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

// npm keeps what it installed in node_modules/.package-lock.json: an install somebody made by hand is recognised.
function isInstalled(lockText, installedText) {
  if (!installedText) return false;
  const wanted = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    return there ? there.version === entry.version : Boolean(entry.optional || entry.peer);
  });
}

/** Runs `npm ci` in `root` if need be; rejects with one sentence when it fails. */
export async function ensureInstalled(root) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const modules = join(root, 'node_modules');
  const stampFile = join(modules, '.galley-lock');
  const stamp = sha256(lockText);
  if (readOrEmpty(stampFile).trim() === stamp) return;
  if (!isInstalled(lockText, readOrEmpty(join(modules, '.package-lock.json')))) {
    console.log('dependencies: installing with npm ci');
    await npm(root, ['ci', '--include=dev', '--no-audit', '--no-fund']);
  }
  writeFileSync(stampFile, `${stamp}\n`);
}

function npm(root, args) {
  // npm tells its scripts where it is; elsewhere the one on PATH is taken.
  const own = process.env.npm_execpath;
  const isScript = own?.endsWith('.js') || own?.endsWith('.cjs');
  const [command, first] = isScript ? [process.execPath, [own]] : ['npm', []];
  return new Promise((done, failed) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: 'inherit' });
    child.once('error', (error) => failed(new Error(`npm cannot be run (${error.message})`)));
    child.once('exit', (code) => {
      if (code === 0) done();
      else failed(new Error(`npm ${args[0]} failed; its own words are above`));
    });
  });
}
