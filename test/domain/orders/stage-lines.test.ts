import { heartbeatLine, stageLines } from '../../../src/domain/orders/stage-lines';

test('a stage with work has its line, and one more with its time when the work is done', () => {
  const first = stageLines(
    new Map(),
    [{ kind: 'blog', status: 'GENERATING_CONTENT', orders: 6, stores: 3 }],
    1_000,
  );
  expect(first.lines).toEqual(['[Blog Worker] Content Generation: 6 blogs from 3 store(s)']);
  const second = stageLines(
    first.told,
    [
      { kind: 'blog', status: 'GENERATING_CONTENT', orders: 2, stores: 1 },
      { kind: 'blog', status: 'GENERATING_IMAGE', orders: 4, stores: 2 },
    ],
    11_000,
  );
  expect(second.lines).toEqual([
    '[Blog Worker] Content Generation: 2 blogs from 1 store(s)',
    '[Blog Worker] Image Generation: 4 blogs from 2 store(s)',
  ]);
  const third = stageLines(
    second.told,
    [{ kind: 'blog', status: 'GENERATING_IMAGE', orders: 1, stores: 1 }],
    21_000,
  );
  expect(third.lines).toEqual([
    '[Blog Worker] Content Generation complete after 20s',
    '[Blog Worker] Image Generation: 1 blogs from 1 store(s)',
  ]);
  expect(stageLines(stageLines(third.told, [], 31_000).told, [], 41_000).lines).toEqual([]);
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
