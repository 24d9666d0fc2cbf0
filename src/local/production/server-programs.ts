import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { realTools } from '../binary-tools';
import type { BinaryTools } from '../binary-tools';

/** Version of Temporal's server, that of docker-compose.yml. */
export const SERVER_VERSION = '1.32.1';

const BUILD_TIMEOUT_MS = 3_600_000;

/** The programs as Go names them when it builds them, and as the images and the deployment's scripts call them. */
const PROGRAMS = [
  { built: 'server', name: 'temporal-server', source: 'cmd/server' },
  { built: 'sql', name: 'temporal-sql-tool', source: 'cmd/tools/sql' },
] as const;

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function reasonOf({ code, stderr }: { code: number; stderr: string }): string {
  if (code === 127) return 'Go is not installed';
  return stderr.trim().split('\n').pop() || `go exited with code ${code}`;
}

/**
 * The folder with Temporal's server (`temporal-server`) and its tool for schemas (`temporal-sql-tool`), which are built with Go into
 * `cacheDir` where they are missing: about five minutes and 270 MB. Go compares every module with its checksum database. Throws one sentence
 * where Go is missing or fails.
 */
export async function ensureServerPrograms(options: {
  cacheDir: string;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
  tools?: BinaryTools;
}): Promise<string> {
  const { cacheDir, log } = options;
  const tools = options.tools ?? realTools({ env: options.env });
  const folder = join(cacheDir, `temporal-server-${SERVER_VERSION}`);
  const paths = PROGRAMS.map(({ name }) => join(folder, name));
  if ((await Promise.all(paths.map(isExecutable))).every(Boolean)) return folder;
  log(`Temporal: building server ${SERVER_VERSION} with Go, once for this machine; it takes some minutes`);
  await mkdir(folder, { recursive: true });
  // Built beside its place and renamed, so that an interrupted build leaves nothing that looks like a program.
  const draft = await mkdtemp(join(folder, 'build-'));
  try {
    const packages = PROGRAMS.map(({ source }) => `go.temporal.io/server/${source}@v${SERVER_VERSION}`);
    const result = await tools.run({
      ...{ command: 'go', args: ['install', ...packages], timeoutMs: BUILD_TIMEOUT_MS },
      env: { GOBIN: draft },
    });
    if (result.code !== 0)
      throw new Error(
        `Temporal's server ${SERVER_VERSION} cannot be built (${reasonOf(result)}); ` +
          `it needs Go and its module proxy, or the programs temporal-server and temporal-sql-tool in ${folder}`,
      );
    for (const { built, name } of PROGRAMS) await rename(join(draft, built), join(folder, name));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
