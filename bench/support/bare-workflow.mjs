// A workflow that does what its plan says and nothing else. The plan is bundled with it: it is code, as Galley's stages are, and in no history.
import {
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import plan from 'bare-plan';
import { orderStatusAttribute } from '../../dist/contract/search-attributes.js';

const goSignal = defineSignal('go');

const steps = {};
const stepOn = (lane) =>
  (steps[lane] ??= proxyActivities({ taskQueue: lane, startToCloseTimeout: '1 minute' }).bareStep);

/** Follows the plan from its first turn to its last activity. */
export async function bareOrder() {
  const orderId = workflowInfo().workflowId.slice('bare:'.length);
  const happened = { activities: 0, signals: 0, timers: 0 };
  const timers = new Map();
  let step = 0;
  let failure;
  setHandler(goSignal, () => {
    happened.signals += 1;
  });
  const watch = (work, what) => {
    work.then(
      () => {
        happened[what] += 1;
      },
      (error) => {
        if (!isCancellation(error)) failure ??= error;
      },
    );
  };
  const perform = {
    activity: ({ lane, beforeSignal, last }) => {
      step += 1;
      const status = last ? 'done' : beforeSignal ? 'waiting' : 'running';
      watch(stepOn(lane)({ orderId, step, status }), 'activities');
    },
    attributes: () => upsertSearchAttributes([{ key: orderStatusAttribute, value: `STEP_${step}` }]),
    timer: ({ id, seconds }) => {
      const scope = new CancellationScope();
      timers.set(id, scope);
      watch(
        scope.run(() => sleep(seconds * 1_000)),
        'timers',
      );
    },
    cancel: ({ id }) => timers.get(id).cancel(),
  };
  const until = async (after) => {
    await condition(() => failure || Object.entries(after).every(([what, count]) => happened[what] >= count));
    if (failure) throw failure;
  };
  for (const { after, commands } of plan) {
    await until(after);
    for (const command of commands) perform[command.type](command);
  }
  await until({ activities: step });
}
