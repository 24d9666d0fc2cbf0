// Installs the dependencies if they are missing or do not match package-lock.json.
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

// npm records what it installed in node_modules/.package-lock.json, so manual installs are recognised too.
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

/** Runs `npm ci` in `root` if necessary. Rejects with a one-sentence error if it fails. */
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
  // npm tells its scripts where it is; otherwise the one on PATH is used.
  const own = process.env.npm_execpath;
  const isScript = own?.endsWith('.js') || own?.endsWith('.cjs');
  const [command, first] = isScript ? [process.execPath, [own]] : ['npm', []];
  return new Promise((done, failed) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: 'inherit' });
    child.once('error', (error) => failed(new Error(`cannot run npm (${error.message})`)));
    child.once('exit', (code) => {
      if (code === 0) done();
      else failed(new Error(`npm ${args[0]} failed; see its output above`));
    });
  });
}
