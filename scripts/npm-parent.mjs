// Notices when npm, which runs a script of this project, is gone without having stopped it.
import { readFileSync } from 'node:fs';

const LOOK_MS = 500;
const SHELL = /^(sh|bash|dash|ash|busybox)$/;

/** A process's parent and what it runs; undefined where the system does not tell. */
function processOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return {
      name: stat.slice(stat.indexOf('(') + 1, end),
      parent: Number(stat.slice(end + 2).split(' ')[1]),
    };
  } catch {
    return undefined;
  }
}

/**
 * Calls `onGone` once npm is gone, such as where a supervisor signals or kills only the process that it started. npm may have a shell
 * between itself and this process, which outlives it. Does nothing in a process that npm did not start. `stop` ends the watch.
 */
export function npmIsGone(onGone) {
  if (!process.env.npm_lifecycle_event) return { stop: () => undefined };
  const parent = process.ppid;
  const shell = processOf(parent);
  const beyond = shell && SHELL.test(shell.name) ? shell.parent : undefined;
  const timer = setInterval(() => {
    const isThere = process.ppid === parent && (beyond === undefined || processOf(parent)?.parent === beyond);
    if (isThere) return;
    clearInterval(timer);
    onGone();
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
