// Installs the dependencies if they are missing, broken or do not match package-lock.json.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { withInstallLock } from './install-lock.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Which packages of package-lock.json are wanted: all, or without those only for development. */
const wantedOf = (lockText, omitDev) =>
  Object.entries(JSON.parse(lockText).packages).filter(
    ([path, entry]) => path !== '' && !entry.link && !(omitDev && (entry.dev || entry.devOptional)),
  );

// npm records what it installed in node_modules/.package-lock.json, so manual installs are recognised too.
function isRecorded(wanted, installedText) {
  if (!installedText) return false;
  const installed = JSON.parse(installedText).packages;
  return wanted.every(([path, entry]) => {
    const there = installed[path];
    return there ? there.version === entry.version : Boolean(entry.optional || entry.peer);
  });
}

/**
 * The first package that is not whole on the disk, with what is wrong, or undefined: its manifest has to be readable and of the right
 * version, and the programs that it names have to be there. npm ends with success even if it could not write some files.
 */
export function brokenPackage(root, lockText, { omitDev = false } = {}) {
  for (const [path, entry] of wantedOf(lockText, omitDev)) {
    const folder = join(root, path);
    if (!existsSync(folder)) {
      if (entry.optional || entry.peer || entry.devOptional) continue;
      return `${path} is missing`;
    }
    let manifest;
    try {
      manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    } catch {
      return `${path}/package.json cannot be read`;
    }
    // Aliases and packages from Git have versions of their own.
    if (entry.version && !entry.name && manifest.version !== entry.version)
      return `${path} is version ${manifest.version} instead of ${entry.version}`;
    const bins = typeof manifest.bin === 'string' ? [manifest.bin] : Object.values(manifest.bin ?? {});
    const empty = bins.find(
      (bin) => (statSync(join(folder, bin), { throwIfNoEntry: false })?.size ?? 0) === 0,
    );
    if (empty) return `${path}/${empty} is missing or empty`;
  }
  return undefined;
}

/**
 * Brings node_modules in `root` up to package-lock.json, with `npm ci` if necessary; `omitDev` leaves out what only tests and checks need,
 * unless it is there already. Several runs at once wait for each other. Rejects with a one-sentence error if it fails.
 */
export async function ensureInstalled(root, { omitDev = false } = {}) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const modules = join(root, 'node_modules');
  const stampFile = join(modules, '.galley-lock');
  const full = sha256(lockText);
  const stamps = omitDev ? [full, `${full} without-dev`] : [full];
  const isStamped = () => stamps.includes(readOrEmpty(stampFile).trim());
  if (isStamped()) return;
  await withInstallLock(root, async (lock) => {
    // Another run may have installed meanwhile.
    if (isStamped()) return;
    const record = () => readOrEmpty(join(modules, '.package-lock.json'));
    const isThere = (without) =>
      isRecorded(wantedOf(lockText, without), record()) &&
      !brokenPackage(root, lockText, { omitDev: without });
    if (isThere(false)) return writeFileSync(stampFile, `${full}\n`);
    if (!(omitDev && isThere(true))) {
      console.log(
        `dependencies: installing with npm ci${omitDev ? ', without those of tests and checks' : ''}`,
      );
      await npm(
        root,
        ['ci', omitDev ? '--omit=dev' : '--include=dev', '--no-audit', '--no-fund', '--loglevel=warn'],
        lock,
      );
      const broken = brokenPackage(root, lockText, { omitDev });
      if (broken)
        throw new Error(
          `the installation is not whole: ${broken}. Is the disk full? Run this again once there is room`,
        );
    }
    writeFileSync(stampFile, `${stamps.at(-1)}\n`);
  });
}

/** npm's own cache, or one within the project where that cannot be written to. */
function cacheSettings(root, env) {
  const home = env.HOME ?? '';
  const cache = env.npm_config_cache || (home && join(home, '.npm'));
  if (process.platform === 'win32' || !cache || canWrite(cache)) return {};
  const own = join(root, '.galley', 'npm-cache');
  console.log(
    `dependencies: ${cache} cannot be written to (from ${env.npm_config_cache ? 'npm_config_cache' : 'HOME'}); using ${own}`,
  );
  return { npm_config_cache: own };
}

/** Whether a folder, or the nearest one above it that exists, can be written to. */
function canWrite(folder) {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  try {
    accessSync(at, constants.W_OK);
    return statSync(at).isDirectory() && !at.startsWith('/proc');
  } catch {
    return false;
  }
}

function npm(root, args, lock) {
  // npm tells its scripts where it is; otherwise the one on PATH is used.
  const own = process.env.npm_execpath;
  const isScript = own?.endsWith('.js') || own?.endsWith('.cjs');
  const [command, first] = isScript ? [process.execPath, [own]] : ['npm', []];
  const cache = cacheSettings(root, process.env);
  if (cache.npm_config_cache) mkdirSync(cache.npm_config_cache, { recursive: true });
  return new Promise((done, failed) => {
    // A group of its own: what stops this run stops npm once, and in order.
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, ...cache },
      detached: true,
    });
    if (child.pid) lock.alsoHeldBy(child.pid);
    let stopped;
    const stop = (signal) => {
      stopped ??= signal;
      console.error('Stopping once npm has ended');
      child.kill('SIGTERM');
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    let unwritten = '';
    let rest = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => {
      process.stderr.write(text);
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      // A warning only, after which npm ends with success.
      unwritten ||= lines.find((line) => /TAR_ENTRY_ERROR|ENOSPC|EDQUOT/.test(line)) ?? '';
    });
    child.once('error', (error) => failed(new Error(`cannot run npm (${error.message})`)));
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      if (cache.npm_config_cache) rmSync(cache.npm_config_cache, { recursive: true, force: true });
      if (stopped)
        failed(
          Object.assign(new Error('stopped during the installation; run this again to complete it'), {
            exitCode: 130,
          }),
        );
      else if (unwritten) {
        // Otherwise its record would say next time that everything is there.
        rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
        const why = /ENOSPC/.test(unwritten) ? 'the disk is full' : unwritten.trim();
        failed(new Error(`npm could not write all files (${why}); make room and run this again`));
      } else if (code === 0) done();
      else failed(new Error(`npm ${args[0]} failed; see its output above`));
    });
  });
}
