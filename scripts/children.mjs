// Runs child processes to their end and forwards each request to stop to them once.
import { spawn } from 'node:child_process';
import { npmIsGone } from './npm-parent.mjs';

const BOUNCE_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs Node, by default this one, concurrently with each argument list. Resolves with the exit code of the first to end, after all have
 * ended. The children have their own process groups, so that Ctrl-C in a terminal only reaches this process, which
 * forwards it once.
 */
export function runToEnd({ commands, cwd, env, node = process.execPath }) {
  const children = commands.map((args) =>
    // The channel tells a child that this process is gone, even if it was killed.
    spawn(node, args, {
      cwd,
      env,
      detached: true,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    }),
  );
  let stopRequestedAt = 0;
  let exitCode;
  const isRunning = (child) => child.exitCode === null && child.signalCode === null;
  const passOn = (signal) => {
    // npm forwards the terminal's signal even though it already arrived here directly.
    if (Date.now() - stopRequestedAt < BOUNCE_MS) return;
    stopRequestedAt = Date.now();
    for (const child of children.filter(isRunning)) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  const watch = npmIsGone(() => {
    stopRequestedAt ||= Date.now();
    for (const child of children.filter(isRunning)) child.kill('SIGTERM');
  });
  const ends = children.map(
    (child) =>
      new Promise((resolve) => {
        child.once('error', (error) => {
          console.error(`Error: ${error.message}`);
          exitCode ??= 1;
          resolve();
        });
        child.once('exit', (code, signal) => {
          exitCode ??= code ?? (signal && stopRequestedAt ? 130 : 1);
          for (const other of children.filter(isRunning)) other.kill('SIGTERM');
          resolve();
        });
      }),
  );
  return Promise.all(ends).then(() => {
    for (const signal of SIGNALS) process.off(signal, passOn);
    watch.stop();
    return exitCode;
  });
}
