import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Galley } from './galley';
import { sharedServers } from './servers';

/** The folder of the operators' scripts. */
export const OPS = path.join(__dirname, '..', '..', 'ops');

const NO_SCRIPTS = ['lib.sh', 'README.md', '.shellcheckrc', 'tctl'];

/** Every script, as it is called within the folder. */
export function listScripts(): string[] {
  const tctl = readdirSync(path.join(OPS, 'tctl')).map((name) => `tctl/${name}`);
  return [...readdirSync(OPS).filter((name) => !NO_SCRIPTS.includes(name)), ...tctl].sort();
}

/** What a script answered. */
export interface Answered {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, with nothing of this process' environment but the path and what is given. */
export function runProgram(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...out }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Runs one of the scripts. */
export function runScript(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Answered> {
  return runProgram(path.join(OPS, name), args, env);
}

/** The environment of somebody who operates a test's system. */
export function operatorsEnvironment(galley: Galley): Record<string, string> {
  return {
    TEMPORAL_CLI_PATH: sharedServers().temporalCli,
    TEMPORAL_ADDRESS: galley.environment['TEMPORAL_ADDRESS']!,
    TEMPORAL_NAMESPACE: galley.environment['TEMPORAL_NAMESPACE']!,
    GALLEY_URL: galley.apiUrl,
    GALLEY_KEY: galley.operator.key,
    // On a machine that is busy, what was asked may take longer than people want to wait.
    OPS_WAIT: '60',
  };
}
