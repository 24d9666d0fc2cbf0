import { execFile } from 'node:child_process';

/** The result of a command: its exit code (127 if it was not found) and its output. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** The machine's facilities for finding a binary; replaced in tests. */
export interface BinaryTools {
  platform: NodeJS.Platform;
  arch: string;
  run(command: {
    command: string;
    args: string[];
    timeoutMs: number;
    env?: NodeJS.ProcessEnv;
  }): Promise<CommandResult>;
  /**
   * Downloads a document over HTTPS. Throws if nothing responds within 5 s, if the status is not 200, or after 5
   * minutes.
   */
  download(document: { url: string }): Promise<Buffer>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Creates the tools for this machine; commands run with the given environment. */
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
          resolve({ code: 124, stdout, stderr: `timed out after ${options.timeoutMs / 1000} s` });
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
  const connecting = until(CONNECT_TIMEOUT_MS, `did not respond within ${CONNECT_TIMEOUT_MS / 1000} s`);
  const whole = until(DOWNLOAD_TIMEOUT_MS, `did not finish within ${DOWNLOAD_TIMEOUT_MS / 1000} s`);
  try {
    const response = await fetch(url, { signal: controller.signal });
    clearTimeout(connecting);
    if (!response.ok) throw new Error(`${host} returned ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    // Node's fetch hides the reason ("getaddrinfo ENOTFOUND …") in the cause of a bare "fetch failed".
    const { cause } = error as { cause?: { message?: string } };
    if (cause?.message) throw new Error(`cannot reach ${host} (${cause.message})`, { cause: error });
    throw error;
  } finally {
    clearTimeout(connecting);
    clearTimeout(whole);
  }
}
