// Run by arithmetic.test.ts, since the benchmarks are modules that jest does not load.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { planOf, workOf } from '../../bench/support/bare-plan.mjs';
import {
  costFlat,
  foreignCores,
  headline,
  levelFigures,
  secondsPerOrder,
} from '../../bench/support/engine-figures.mjs';
import { createLine } from '../../bench/support/line.mjs';
import { median, spread } from '../../bench/support/measure.mjs';

const require = createRequire(import.meta.url);
const { historyFromJSON } = require('@temporalio/common/lib/proto-utils');

function recorded(name) {
  const file = new URL(`../replay/histories/form-1/${name}.json`, import.meta.url);
  return historyFromJSON(JSON.parse(readFileSync(file, 'utf8'))).events;
}

const eventsOf = (events, name) => events.filter((event) => event[`${name}EventAttributes`]);
const commandsOf = (plan) => plan.flatMap(({ commands }) => commands);

test('a plan has the activities, timers and attribute writes of its history, in their order', () => {
  const events = recorded('blog-order-done');
  const plan = planOf(events);
  const lanes = eventsOf(events, 'activityTaskScheduled').map(
    (event) => event.activityTaskScheduledEventAttributes.taskQueue.name,
  );
  const activities = commandsOf(plan).filter(({ type }) => type === 'activity');
  assert.deepEqual(
    activities.map(({ lane }) => lane),
    lanes,
  );
  assert.deepEqual(
    workOf(plan, (lane) => lane !== 'records'),
    {
      activities: lanes.length,
      providerCalls: lanes.filter((lane) => lane !== 'records').length,
      signals: eventsOf(events, 'workflowExecutionSignaled').length,
      timers: eventsOf(events, 'timerStarted').length,
      attributeWrites: eventsOf(events, 'upsertWorkflowSearchAttributes').length,
    },
  );
});

test('each turn of a plan waits for what its history shows before it', () => {
  const plan = planOf(recorded('blog-order-done'));
  const started = plan.flatMap(({ after, commands }) =>
    commands.filter(({ type }) => type === 'activity').map(() => after.activities),
  );
  // One activity at a time, so each waits for all before it.
  assert.deepEqual(
    started,
    started.map((_, n) => n),
  );
  const [waiting] = commandsOf(plan).filter(({ beforeSignal }) => beforeSignal);
  assert.equal(waiting.lane, 'ideas');
  assert.equal(commandsOf(plan).filter(({ last }) => last).length, 1);
  const timers = commandsOf(plan).filter(({ type }) => type === 'timer');
  const cancelled = commandsOf(plan).filter(({ type }) => type === 'cancel');
  assert.deepEqual(
    cancelled.map(({ id }) => id),
    timers.map(({ id }) => id),
  );
  assert.ok(timers.every(({ seconds }) => seconds > 0));
});

test('the median is the middle value, or the mean of the middle two', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.deepEqual(spread([3, 1, 2]), { median: 2, min: 1, max: 3 });
});

test('the seconds of an order are what its processes used, and no others', () => {
  const used = secondsPerOrder({
    before: { api: 1, worker: 10, simulators: 5 },
    after: { api: 2, worker: 30, simulators: 50 },
    orders: 10,
    names: ['api', 'worker'],
  });
  assert.deepEqual(used, { api: 0.1, worker: 2 });
});

test('cores of others are what was busy without what was ours, and never below none', () => {
  assert.equal(foreignCores({ busyShare: 1, cores: 2, ours: 5, seconds: 10 }), 1.5);
  assert.equal(foreignCores({ busyShare: 0.5, cores: 2, ours: 11, seconds: 10 }), 0);
});

const side = (ordersPerSecond, worker) => ({
  ordersPerSecond,
  cpuSecondsByProcess: { api: 0.01, worker },
  notCounted: { simulators: 0.02 },
  cpuBusy: 0.9,
  foreignCores: 0,
});

test('ratios are taken within a run before their median', () => {
  const few = {
    open: 100,
    runs: [
      { galley: side(5, 0.09), bare: side(10, 0.04) },
      { galley: side(2, 0.19), bare: side(2.5, 0.04) },
      { galley: side(6, 0.09), bare: side(10, 0.04) },
    ],
  };
  const many = {
    open: 1_000,
    runs: [
      { galley: side(5, 0.19), bare: side(10, 0.04) },
      { galley: side(2, 0.19), bare: side(2.5, 0.04) },
      { galley: side(6, 0.14), bare: side(10, 0.04) },
    ],
  };
  const figures = levelFigures(few);
  assert.deepEqual(figures.engineOverBare, { median: 0.6, min: 0.5, max: 0.8 });
  assert.deepEqual(figures.cpuSecondsPerOrder, { median: 0.1, min: 0.1, max: 0.2 });
  assert.deepEqual(headline(figures).cpuSecondsPerOrderByProcess, { api: 0.01, worker: 0.09 });
  assert.deepEqual(costFlat([few, many]), { median: 1.5, min: 1, max: 2 });
  assert.equal(costFlat([few]), null);
});

/** An engine that brings an order a state further at each look. */
function quickEngine({ stuck = () => false } = {}) {
  const states = new Map();
  const picked = [];
  const next = { placed: 'waiting', picked: 'ended' };
  return {
    picked,
    async place() {
      const id = states.size;
      states.set(id, stuck(id) ? 'stuck' : 'placed');
      return { id };
    },
    async pick({ id }) {
      picked.push(id);
      states.set(id, 'picked');
    },
    async look(ids) {
      for (const id of ids) states.set(id, next[states.get(id)] ?? states.get(id));
      return ids.map((id) => ({ id, state: states.get(id) }));
    },
  };
}

test('a line keeps its length, and the order that has waited longest is picked', async () => {
  const engine = quickEngine();
  const line = createLine({ ...engine, timeoutMs: 60_000 });
  await line.fill(5);
  await line.run({ count: 3, atOnce: 1 });
  assert.equal(line.waiting(), 5);
  assert.deepEqual(engine.picked, [0, 1, 2]);
  assert.deepEqual(line.ended, [0, 1, 2]);
  assert.equal(line.accepted.length, 8);
  assert.deepEqual(line.late, []);
});

test('an order that comes to nothing is late, and holds up no other', async () => {
  const line = createLine({ ...quickEngine({ stuck: (id) => id === 1 }), timeoutMs: 500 });
  await line.fill(3);
  assert.deepEqual(line.late, [1]);
  assert.equal(line.waiting(), 2);
});

test('a question that fails is told to whoever waits', async () => {
  const look = () => Promise.reject(new Error('the database is away'));
  const line = createLine({ ...quickEngine(), look, timeoutMs: 60_000 });
  await assert.rejects(line.fill(2), /the database is away/);
});
