// One installation at a time in a folder: a second `npm ci` deletes what the first one writes.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** When a process began, as the system counts; tells a process from a later one with its number. */
function begunAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    process.kill(pid, 0);
    return 'running';
  } catch {
    return undefined;
  }
}

const holder = (pid) => ({ pid, begun: begunAt(pid) });
const isHeld = (holders) => holders.some(({ pid, begun }) => begun !== undefined && begunAt(pid) === begun);

function readHolders(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Does `work` while no other run does in the same `root`; a lock whose holders were all killed is taken over. */
export async function withInstallLock(root, work) {
  const folder = join(root, '.galley');
  const file = join(folder, 'install.lock');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = [holder(process.pid)];
  for (let told = false; ;) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holders = readHolders(file);
    // Unreadable is one that is being written just now, unless it stays so.
    if (holders ? !isHeld(holders) : !(await pause(500)) && !readHolders(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told)
      console.log(
        `dependencies: another run is installing them (process ${holders?.[0]?.pid}); waiting for it`,
      );
    told = true;
    await pause(300);
  }
  try {
    return await work({
      alsoHeldBy: (pid) => writeFileSync(file, JSON.stringify([...mine, holder(pid)])),
    });
  } finally {
    rmSync(file, { force: true });
  }
}
