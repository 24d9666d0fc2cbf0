import { randomUUID } from 'node:crypto';
import { createOutboxRelay } from '../../src/dispatch/relay';
import type { OutboxRelay } from '../../src/dispatch/relay';
import { silentLogger } from '../../src/telemetry/logger';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { ENDED, Operator } from '../support/operator';
import type { Subject } from '../support/operator';

let galley: Galley;
let operator: Operator;
let relay: OutboxRelay;

beforeAll(async () => {
  galley = await startGalley();
  operator = new Operator(galley, galley.stores[1]!);
  // Looks for lost runs more often than a whole system does.
  relay = createOutboxRelay({
    pool: galley.database.pool,
    dispatcher: galley.dispatcher,
    log: silentLogger(),
    sweepEveryMs: 1_000,
    reconcile: { everyMs: 200, quietMs: 300, closingMs: 500 },
  });
}, 60_000);

afterAll(async () => {
  await relay?.stop();
  await galley?.stop();
});

interface Command {
  name: string;
  type: (subject: Subject) => Promise<unknown>;
}

const payloads: Record<string, (subject: Subject) => Promise<object>> = {
  selectIdea: async ({ kind, id }) => ({
    ideaId: kind === 'blog' ? (await operator.store.read(id)).ideas[0]?.id : undefined,
  }),
  newIdeas: async () => ({}),
  approve: async () => ({}),
  regenerate: async () => ({ part: 'text' }),
  reschedule: async () => ({}),
  resolve: async () => ({ resolution: 'absent' }),
  reprioritise: async () => ({ priority: 9 }),
  admit: async () => ({}),
};

/** The identifier of whatever was done to the order last; an invented one where nothing was. */
async function knownId({ id }: Subject): Promise<string> {
  const { rows } = await galley.database.pool.query<{ actId: string }>(
    'select act_id as "actId" from actions where order_id = $1 order by created_at desc limit 1',
    [id],
  );
  return rows[0]?.actId ?? randomUUID();
}

const SIGNALS: Command[] = Object.entries(payloads).flatMap(([name, payload]) => [
  {
    name: `signal ${name} without an id`,
    type: async (s) => operator.handle(s).signal(name, await payload(s)),
  },
  {
    name: `signal ${name} with an invented id`,
    type: async (s) => operator.handle(s).signal(name, { actId: randomUUID(), ...(await payload(s)) }),
  },
  {
    name: `signal ${name} with the id of another action`,
    type: async (s) => operator.handle(s).signal(name, { actId: await knownId(s), ...(await payload(s)) }),
  },
]);

/** Whatever is no payload of a signal. */
const NONSENSE: Command[] = [
  ['an id that is none', { actId: 'x' }],
  ['a word', 'please'],
].map(([what, payload]) => ({
  name: `every signal with ${String(what)}`,
  type: async (s) => {
    for (const name of Object.keys(payloads)) await operator.handle(s).signal(name, payload);
  },
}));

const encode = (value: unknown) => ({
  payloads: [
    {
      metadata: { encoding: new TextEncoder().encode('json/plain') },
      data: new TextEncoder().encode(JSON.stringify(value)),
    },
  ],
});

const service = () => galley.temporal.workflowService;

const ACTIVITIES: Command[] = [
  {
    name: 'activity reset',
    type: (s) => operator.eachActivity(s, (about) => service().resetActivity(about)),
  },
  {
    name: 'activity pause',
    type: (s) => operator.eachActivity(s, (about) => service().pauseActivity(about)),
  },
  {
    name: 'activity pause and unpause',
    type: (s) =>
      operator.eachActivity(s, async (about) => {
        await service().pauseActivity(about);
        await service().unpauseActivity(about);
      }),
  },
  {
    name: 'activity update-options',
    type: (s) =>
      operator.eachActivity(s, (about) =>
        service().updateActivityOptions({
          ...about,
          activityOptions: { startToCloseTimeout: { seconds: 600 as never } },
          updateMask: { paths: ['start_to_close_timeout'] },
        }),
      ),
  },
  {
    name: 'activity fail',
    type: (s) =>
      operator.eachActivity(s, ({ namespace, execution: { workflowId }, id: activityId }) =>
        service()
          .respondActivityTaskFailedById({
            ...{ namespace, workflowId, activityId },
            failure: { message: 'by hand', applicationFailureInfo: { type: 'ByHand', nonRetryable: true } },
          })
          // One that waits for its next attempt cannot be failed.
          .catch(() => undefined),
      ),
  },
  {
    name: 'activity complete with a result that makes no sense',
    type: (s) =>
      operator.eachActivity(s, ({ namespace, execution: { workflowId }, id: activityId }) =>
        service().respondActivityTaskCompletedById({
          ...{ namespace, workflowId, activityId },
          result: encode(null),
        }),
      ),
  },
];

const WORKFLOWS: Command[] = [
  { name: 'workflow cancel', type: (s) => operator.handle(s).cancel() },
  { name: 'workflow terminate', type: (s) => operator.handle(s).terminate('test') },
];

/** Types a command at one order in every status, and sees each through to its end. */
async function tryEverywhere({ type }: Command): Promise<void> {
  const subjects = await operator.bringOneOfEach();
  for (const subject of subjects) {
    const hasRun = !ENDED.includes(subject.status) && subject.status !== 'pending';
    // A run that is closed, or that never was, is answered by the server.
    await type(subject).catch((error: unknown) => {
      if (hasRun) throw error;
    });
  }
  galley.simulators.control.clearFaults();
  await operator.letIn(50);
  await Promise.all(subjects.map((subject) => operator.seeThrough(subject, 60_000)));
}

test.each(
  [...SIGNALS, ...NONSENSE, ...ACTIVITIES, ...WORKFLOWS].map((command) => [command.name, command] as const),
)(
  '%s, on every status: the order ends or can be retried, and is then done',
  async (_name, command) => tryEverywhere(command),
  180_000,
);

/** The order goes on with the new run; one that has ended has no use for it. */
const RESET: Command = { name: 'workflow reset', type: (subject) => operator.reset(subject) };

test(
  'workflow reset to the first task, on every status: the order ends or can be retried, and is then done',
  async () => tryEverywhere(RESET),
  180_000,
);
