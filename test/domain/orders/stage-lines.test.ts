import { doneLine, failedLine } from '../../../src/domain/orders/ending-lines';
import { createStageLines, heartbeatLine } from '../../../src/domain/orders/stage-lines';

const content = { kind: 'blog', status: 'GENERATING_CONTENT' } as const;
const began = (orderId: string) => ({ kind: 'blog', stage: 'content', orderId }) as const;
const ended = (orderId: string, from: number, to: number) => ({ ...began(orderId), took: { from, to } });

test('a stage with work has its line, and one more with its real duration when the work is done', () => {
  const stages = createStageLines();
  for (const id of ['a', 'b']) stages.note(began(id));
  expect(stages.visits()).toEqual([
    { orderId: 'a', ...content },
    { orderId: 'b', ...content },
  ]);
  expect(stages.lines([{ ...content, orders: 2, atWork: 2, stores: 2 }], 10_000)).toEqual([
    '[Blog Worker] Content Generation: Processing 2 blogs from 2 store(s)',
  ]);
  expect(stages.visits()).toEqual([]);
  stages.note(ended('a', 1_000, 14_000));
  stages.note(ended('b', 2_000, 16_000));
  expect(stages.lines([{ ...content, orders: 2, atWork: 0, stores: 2 }], 20_000)).toEqual([
    '[Blog Worker] Content Generation: Processing 2 blogs from 2 store(s)',
    '[Blog Worker] Content Generation complete: 2 blogs in 15s (0.1 blogs/sec)',
  ]);
  expect(stages.lines([], 30_000)).toEqual([]);
});

test('a stage that begins and ends between two looks has both lines', () => {
  const stages = createStageLines();
  for (const id of ['a', 'b', 'c']) stages.note(began(id));
  stages.note(ended('a', 1_000, 1_250));
  stages.note(ended('b', 1_000, 1_420));
  stages.note(ended('c', 1_020, 1_420));
  expect(stages.lines([{ ...content, orders: 3, atWork: 0, stores: 2 }], 10_000)).toEqual([
    '[Blog Worker] Content Generation: Processing 3 blogs from 2 store(s)',
    '[Blog Worker] Content Generation complete: 3 blogs in 0.4s (7.1 blogs/sec)',
  ]);
});

test('a stage that never runs empty tells what it completed every minute', () => {
  const stages = createStageLines();
  const told: string[] = [];
  for (let look = 1; look <= 14; look += 1) {
    const at = look * 10_000;
    stages.note(ended(`order ${look}`, at - 15_000, at));
    told.push(...stages.lines([{ ...content, orders: 3, atWork: 2, stores: 1 }], at));
  }
  expect(told.filter((line) => line.includes('complete'))).toEqual([
    '[Blog Worker] Content Generation complete: 7 blogs in 75s (0.1 blogs/sec)',
    '[Blog Worker] Content Generation complete: 7 blogs in 75s (0.1 blogs/sec)',
  ]);
});

test('stages in which every order failed have no completed ones', () => {
  const stages = createStageLines();
  stages.note(began('a'));
  expect(stages.lines([{ ...content, orders: 1, atWork: 0, stores: 1 }], 10_000)).toEqual([
    '[Blog Worker] Content Generation: Processing 1 blogs from 1 store(s)',
  ]);
});

test('an order that fails and one that is done have a line of their kind, with nothing but ids and fixed words', () => {
  expect(failedLine({ kind: 'blog', orderId: 'b1', failureType: 'Draft.Refused' })).toBe(
    '[Blog Worker] Error processing blog b1: Draft.Refused',
  );
  expect(failedLine({ kind: 'item', orderId: 'i1', failureType: 'Draft.Rejected' })).toBe(
    '[Generation Worker] Error processing item i1: Draft.Rejected',
  );
  for (const failureType of ['sk-secret said no', undefined, 7])
    expect(failedLine({ kind: 'blog', orderId: 'b1', failureType })).toBe(
      '[Blog Worker] Error processing blog b1: Internal.Fault',
    );
  expect(doneLine({ kind: 'blog', orderId: 'b1', asDraft: false })).toBe(
    '[Blog Worker] ✅ Published blog b1',
  );
  expect(doneLine({ kind: 'blog', orderId: 'b1', asDraft: true })).toBe(
    '[Blog Worker] ✅ Saved blog b1 as a draft',
  );
  expect(doneLine({ kind: 'item', orderId: 'i1', asDraft: false })).toBe(
    '[Generation Worker] ✅ Completed item i1',
  );
});

test('the heartbeat tells the queue and both accounts', () => {
  expect(
    heartbeatLine({
      ticks: 30,
      queue: 12,
      openai: { requests: 405, maxRPM: 450 },
      replicate: { requests: 6, maxRPM: 600 },
    }),
  ).toBe(
    '[Blog Worker] Heartbeat - cycle 30 | Queue: 12 | OpenAI RPM: 405/450 (90%) | Replicate RPM: 6/600 (1%)',
  );
});
