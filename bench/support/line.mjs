// Orders of which a number always waits for a pick: whoever places one picks the one that has waited longest. So whatever number is open,
// an order that is picked has waited while as many others came after it, as it does where people pick.
import { setTimeout as pause } from 'node:timers/promises';

/** Pause between two looks at the orders under way, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** Orders that are placed at once while the line is filled. */
const FILLED_AT_ONCE = 100;

/** Does `work` for each number below `count`, so many at once. */
async function eachAtOnce(count, atOnce, work) {
  let next = 0;
  const loop = async () => {
    while (next < count) {
      next += 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, atOnce) }, loop));
}

/** Tells of orders when they have come to a state, by one question for all of them at a time. */
function createWatch({ look, timeoutMs }) {
  const watched = new Map();
  let looking = false;
  const run = async () => {
    looking = true;
    while (watched.size > 0) {
      for (const order of await look([...watched.keys()])) {
        const { state, resolve } = watched.get(order.id);
        if (order.state !== state && order.state !== 'ended') continue;
        watched.delete(order.id);
        resolve(order);
      }
      for (const [id, { until, resolve }] of watched) {
        if (performance.now() < until) continue;
        watched.delete(id);
        resolve(undefined);
      }
      await pause(LOOK_EVERY_MS);
    }
    looking = false;
  };
  let failed;
  return (id, state) =>
    new Promise((resolve, reject) => {
      if (failed) return reject(failed);
      watched.set(id, { state, resolve, reject, until: performance.now() + timeoutMs });
      if (looking) return undefined;
      return run().catch((error) => {
        failed = error;
        for (const other of watched.values()) other.reject(error);
      });
    });
}

/**
 * A line of orders. `place()` answers an order with its id, `pick(order)` lets it go on, `look(ids)` answers orders with their states:
 * `waiting` for a pick, `ended`, or anything else. An order that comes to nothing within `timeoutMs` is late.
 */
export function createLine({ place, pick, look, timeoutMs }) {
  const waiting = [];
  const accepted = [];
  const ended = [];
  const late = [];
  const until = createWatch({ look, timeoutMs });
  const placeOne = async () => {
    const { id } = await place();
    accepted.push(id);
    const order = await until(id, 'waiting');
    if (order?.state === 'waiting') waiting.push(order);
    else (order ? ended : late).push(id);
  };
  const finishOldest = async () => {
    const oldest = waiting.shift();
    if (!oldest) throw new Error('no order waits for a pick');
    await pick(oldest);
    const order = await until(oldest.id, 'ended');
    (order ? ended : late).push(oldest.id);
  };
  return {
    accepted,
    ended,
    late,
    waiting: () => waiting.length,
    /** Places orders until so many wait. */
    fill: (count) => eachAtOnce(Math.max(0, count - waiting.length), FILLED_AT_ONCE, placeOne),
    /** Places `count` orders and lets as many end, `atOnce` at a time. Answers once all are where they should be. */
    async run({ count, atOnce }) {
      if (waiting.length < atOnce) throw new Error('fewer orders wait than are to go on at once');
      await eachAtOnce(count, atOnce, () => Promise.all([placeOne(), finishOldest()]));
    },
  };
}
