import { execFile } from 'node:child_process';

/** How a command ended: its exit code (127 when it is not there), and what it wrote. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** What finding a binary needs of the machine; replaced in tests. */
export interface BinaryTools {
  platform: NodeJS.Platform;
  arch: string;
  run(command: {
    command: string;
    args: string[];
    timeoutMs: number;
    env?: NodeJS.ProcessEnv;
  }): Promise<CommandResult>;
  /** Gets a document over HTTPS; throws when nothing answers within 5 s, on a status other than 200, and after 5 minutes. */
  download(document: { url: string }): Promise<Buffer>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Returns the tools that act on this machine; commands run with the given environment. */
export function realTools({ env }: { env: NodeJS.ProcessEnv }): BinaryTools {
  return {
    platform: process.platform,
    arch: process.arch,
    run: (command) => run({ base: env, ...command }),
    download,
  };
}

function run(options: {
  base: NodeJS.ProcessEnv;
  command: string;
  args: string[];
  timeoutMs: number;
  env?: NodeJS.ProcessEnv;
}): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      options.command,
      options.args,
      { timeout: options.timeoutMs, env: { ...options.base, ...options.env }, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve({ code: 0, stdout, stderr });
        else if (error.killed)
          resolve({ code: 124, stdout, stderr: `no end after ${options.timeoutMs / 1000} s` });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else resolve({ code: 127, stdout, stderr: stderr || error.message });
      },
    );
  });
}

async function download({ url }: { url: string }): Promise<Buffer> {
  const controller = new AbortController();
  const host = new URL(url).host;
  const until = (timeoutMs: number, what: string): NodeJS.Timeout =>
    setTimeout(() => controller.abort(new Error(`${host} ${what}`)), timeoutMs);
  const connecting = until(CONNECT_TIMEOUT_MS, `did not answer within ${CONNECT_TIMEOUT_MS / 1000} s`);
  const whole = until(DOWNLOAD_TIMEOUT_MS, `was not done after ${DOWNLOAD_TIMEOUT_MS / 1000} s`);
  try {
    const response = await fetch(url, { signal: controller.signal });
    clearTimeout(connecting);
    if (!response.ok) throw new Error(`${host} answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    // The fetch of Node hides the reason ("getaddrinfo ENOTFOUND …") in the cause of a bare "fetch failed".
    const { cause } = error as { cause?: { message?: string } };
    if (cause?.message) throw new Error(`${host} cannot be reached (${cause.message})`, { cause: error });
    throw error;
  } finally {
    clearTimeout(connecting);
    clearTimeout(whole);
  }
}
