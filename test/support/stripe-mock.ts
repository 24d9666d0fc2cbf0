import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/local/ports';
import { userCacheDir } from '../../src/local/cache-dir';

/** Version of Stripe's own simulator of its API, which checks requests against Stripe's description of it. */
const VERSION = '0.203.0';
const BUILD_TIMEOUT_MS = 300_000;
const READY_TIMEOUT_MS = 30_000;

/** A running stripe-mock. */
export interface StripeMock {
  url: string;
  stop(): void;
}

/** Its program, built once into the cache of tools; undefined, with the reason, where it cannot be had. */
async function program(): Promise<{ path: string } | { reason: string }> {
  const folder = path.join(
    userCacheDir({ env: process.env, platform: process.platform }),
    `stripe-mock-${VERSION}`,
  );
  const binary = path.join(folder, 'stripe-mock');
  if (existsSync(binary)) return { path: binary };
  try {
    await promisify(execFile)('go', ['install', `github.com/stripe/stripe-mock@v${VERSION}`], {
      timeout: BUILD_TIMEOUT_MS,
      env: { ...process.env, GOBIN: folder },
    });
    return { path: binary };
  } catch (error) {
    const { code } = error as { code?: unknown };
    return { reason: code === 'ENOENT' ? 'Go is not installed' : `go install failed (${String(code)})` };
  }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const isReady = await fetch(`${url}/v1/balance`, {
      headers: { authorization: 'Bearer sk_test_mock' },
    }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('stripe-mock was not ready');
}

/** Starts stripe-mock. Answers the reason where it cannot be had. */
export async function startStripeMock(): Promise<StripeMock | { reason: string }> {
  const found = await program();
  if ('reason' in found) return found;
  const port = await freePort({ wanted: 12_111, host: '127.0.0.1', taken: new Set() });
  const child = spawn(found.path, ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, child);
  } catch (error) {
    child.kill();
    throw error;
  }
  return { url, stop: () => void child.kill() };
}
