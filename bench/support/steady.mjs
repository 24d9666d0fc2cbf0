// Asks for a list at a steady pace. Runs as a process of its own, so that nobody else's work delays it: each request has its time, whatever became of the one before, and its
// latency counts from that time, so that a server that stalls cannot hide it (no coordinated omission). Its connections are open before
// and stay open, as those of browsers and proxies do: what is measured is Galley, not how soon a machine lets connections in.
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTask } from './apart.mjs';

/** Longest time that an answer is waited for, in milliseconds; it then counts as having taken that long. */
const MOST_MS = 30_000;

const CONNECTIONS = 16;

/** All connections are used in turn, so that none is closed for being idle. */
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'fifo' });

function ask({ url, key }) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` };
    const request = get(url, { agent, headers, signal: AbortSignal.timeout(MOST_MS) }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    request.once('error', reject);
  });
}

async function listSteadily(target) {
  const { perSecond, seconds } = target;
  await Promise.all(Array.from({ length: CONNECTIONS }, () => ask(target)));
  const since = performance.now();
  const latencies = [];
  const statuses = {};
  await Promise.all(
    Array.from({ length: Math.round(perSecond * seconds) }, async (_, n) => {
      const due = since + (n * 1_000) / perSecond;
      await pause(Math.max(0, due - performance.now()));
      const status = await ask(target).catch(() => 'none');
      latencies.push(performance.now() - due);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }),
  );
  return { latencies, statuses };
}

answerTask(listSteadily);
