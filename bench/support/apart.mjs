// Work of a benchmark in processes of their own, so that none of it waits for the event loop of another.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a script of this folder with a task. Returns its answer, and the processor time that it has used, in seconds. */
export function runApart(script, task) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)));
  child.send({ task });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    child.once('message', ({ answer, failure, cpuSeconds }) =>
      failure === undefined ? resolve({ answer, cpuSeconds }) : reject(new Error(`${script}: ${failure}`)),
    );
  });
}

/** Called by such a script: does its task, answers, and ends. */
export function answerTask(work) {
  process.once('message', async ({ task }) => {
    const outcome = await work(task).then(
      (answer) => ({ answer }),
      (error) => ({ failure: String(error) }),
    );
    const { user, system } = process.cpuUsage();
    process.send({ ...outcome, cpuSeconds: (user + system) / 1e6 }, () => process.exit());
  });
}
