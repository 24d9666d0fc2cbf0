import * as fc from 'fast-check';
import { acting, jobIs, jobOf, placeJob, spoil } from '../../support/bulk';
import type { PlacedJob } from '../../support/bulk';
import { answeredTwice, roundsTold, timelineFaults } from '../../support/bulk-timeline';
import type { Galley } from '../../support/galley';

/** What is certain of a job whatever its run is at. */
interface Known {
  isCancelled: boolean;
}

/** A job on the real system. */
export interface RealJob {
  galley: Galley;
  job: PlacedJob;
  concurrency: number;
  /** Ends the workers as a crash would, and starts others. */
  killWorkers: () => Promise<void>;
}

type Command = fc.AsyncCommand<Known, RealJob>;

/** A command that may be refused, for the job is where it is; what it did is judged by the timeline. */
function command(
  name: string,
  run: (real: RealJob, known: Known) => Promise<unknown>,
  check: (known: Readonly<Known>) => boolean = () => true,
): Command {
  return {
    check,
    run: async (known, real) => {
      await run(real, known);
      const { job, concurrency, galley } = real;
      expect(await timelineFaults(galley.database.pool, { id: job.id, concurrency })).toEqual([]);
    },
    toString: () => name,
  };
}

const itemOf = ({ job }: RealJob, n: number): string => job.itemIds[n % job.itemIds.length]!;
const topicOf = ({ job }: RealJob, n: number): string => job.topics[n % job.topics.length]!;

/** Whatever people, providers and crashes do to a job. */
export function commandsOf(): Array<fc.Arbitrary<Command>> {
  const place = fc.nat(11);
  const simple = (name: string, act: (galley: Galley, orderId: string) => Promise<unknown>) =>
    fc.constant(command(name, ({ galley, job }) => act(galley, job.id)));
  return [
    fc
      .integer({ min: 0, max: 400 })
      .map((ms) => command(`wait ${ms} ms`, () => new Promise((resolve) => setTimeout(resolve, ms)))),
    simple('pause', (galley, id) => galley.db.bulkActions.pauseJob(acting(id))),
    simple('resume', (galley, id) => galley.db.bulkActions.resumeJob(acting(id))),
    simple('retry the job', (galley, id) => galley.db.bulkActions.retryJob(acting(id))),
    place.map((n) =>
      command(`cancel item ${n}`, (real) =>
        real.galley.db.contentActions.cancelText(acting(itemOf(real, n))),
      ),
    ),
    place.map((n) =>
      command(`retry item ${n}`, (real) => real.galley.db.contentActions.retryText(acting(itemOf(real, n)))),
    ),
    fc
      .tuple(place, fc.integer({ min: 1, max: 4 }))
      .map(([n, times]) =>
        command(`spoil item ${n} ${times} times`, async (real) =>
          spoil(real.galley, topicOf(real, n), times),
        ),
      ),
    fc.constant(
      command(
        'cancel the job',
        async ({ galley, job }, known) => {
          const { outcome } = await galley.db.bulkActions.cancelJob(acting(job.id));
          known.isCancelled = outcome === 'done';
        },
        ({ isCancelled }) => !isCancelled,
      ),
    ),
    fc.constant(command('kill the workers', ({ killWorkers }) => killWorkers())),
  ];
}

/** Places a job, has everything happen to it, lets it end, and looks whether it is sound. */
export async function playJob(
  system: Pick<RealJob, 'galley' | 'killWorkers'>,
  play: { items: number; concurrency: number; commands: Iterable<Command> },
): Promise<void> {
  const { galley } = system;
  const { items, concurrency, commands } = play;
  const job = await placeJob(galley, { items, concurrency, delayMs: 20, backoffMs: 10 });
  const known: Known = { isCancelled: false };
  await fc.asyncModelRun(() => ({ model: known, real: { ...system, job, concurrency } }), commands);
  await galley.db.bulkActions.resumeJob(acting(job.id));
  const ended = await jobIs(
    galley,
    job,
    'over',
    ({ status, queued, processing }) =>
      ['completed', 'cancelled'].includes(status) && queued + processing === 0,
    60_000,
  );
  expect(ended.completed + ended.failed + ended.cancelled).toBe(items);
  if (known.isCancelled) expect(ended.status).toBe('cancelled');
  expect(await timelineFaults(galley.database.pool, { id: job.id, concurrency })).toEqual([]);
  // Once in each round, the last one included.
  const rounds = Array.from({ length: (await jobOf(galley, job)).round }, (_, n) => n + 1);
  expect(await roundsTold(galley.database.pool, job.id)).toEqual(rounds);
  expect(await answeredTwice(galley.database.pool, job.id)).toEqual([]);
}
