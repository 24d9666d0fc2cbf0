import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** How long a process that was asked to stop may take once its parent is gone, in tenths of a second. */
const GRACE_TENTHS = 150;

/**
 * Waits for the end of its input, which only comes when the process that holds the other end is gone, however it ended; then asks a
 * process to stop, and kills its group where it does not. `$1` is its number, `$2` the signal, `$3` seconds to wait before that.
 */
const SCRIPT = `read -r _
sleep "$3"
kill -s "$2" "$1" 2>/dev/null || exit 0
n=0
while kill -0 "$1" 2>/dev/null && [ "$n" -lt ${GRACE_TENTHS} ]; do n=$((n + 1)); sleep 0.1; done
kill -s KILL -- "-$1" 2>/dev/null`;

/**
 * Ends a process in its own group when this process is gone without having stopped it, even by SIGKILL. Answers how to end the guard, once
 * the process has ended. Needs `sh`; where there is none, leftovers are ended by the next start as before.
 */
export function guardProcess(options: {
  pid: number;
  stopSignal: NodeJS.Signals;
  /** How long others that depend on it have to end first, in seconds. */
  afterSeconds?: number | undefined;
}): () => void {
  const { pid, stopSignal, afterSeconds = 0 } = options;
  const guard = spawn(
    'sh',
    ['-c', SCRIPT, 'galley-guard', String(pid), stopSignal.replace(/^SIG/, ''), String(afterSeconds)],
    // In a group of its own, so that what a terminal sends to all does not end it first.
    { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] },
  );
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  // Neither may keep this process alive.
  guard.unref();
  (guard.stdin as Socket).unref();
  return () => void guard.kill('SIGKILL');
}
