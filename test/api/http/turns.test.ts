import { Gone } from '../../../src/api/http/errors';
import { Turns } from '../../../src/api/http/turns';

const REFUSAL = { code: 'too_many_requests', message: 'Wait.', retryAfterSeconds: 2 } as const;
const turnsOf = (own: Partial<ConstructorParameters<typeof Turns>[0]> = {}) =>
  new Turns({ atOnce: 1, mostWaiting: 2, patienceMs: 60_000, refusal: REFUSAL, ...own });

/** Work that ends when it is told to, and notes that it has begun. */
function held(begun: string[], name: string) {
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  return {
    end: () => end(),
    work: async () => {
      begun.push(name);
      await until;
      return name;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one after the other in the order they came, each tenant by itself', async () => {
  const turns = turnsOf();
  const begun: string[] = [];
  const [first, second, third, other] = ['first', 'second', 'third', 'other'].map((name) =>
    held(begun, name),
  );
  const running = [turns.run('a', first!.work), turns.run('a', second!.work), turns.run('a', third!.work)];
  running.push(turns.run('b', other!.work));
  await settled();
  expect(begun).toEqual(['first', 'other']);
  first!.end();
  await settled();
  expect(begun).toEqual(['first', 'other', 'second']);
  [second, third, other].forEach((one) => one!.end());
  expect(await Promise.all(running)).toEqual(['first', 'second', 'third', 'other']);
});

test('one that fails makes room like any other', async () => {
  const turns = turnsOf();
  const failing = turns.run('a', () => Promise.reject(new Error('no')));
  const next = turns.run('a', async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});

test('beyond those that may wait one is refused, with a time to come back', async () => {
  const turns = turnsOf({ mostWaiting: 1 });
  const [first, second] = [held([], 'first'), held([], 'second')];
  const running = [turns.run('a', first.work), turns.run('a', second.work)];
  await expect(turns.run('a', async () => undefined)).rejects.toMatchObject({
    code: 'too_many_requests',
    retryAfterSeconds: 2,
  });
  first.end();
  second.end();
  await Promise.all(running);
});

test('one that has waited too long is refused, and its place goes to the next', async () => {
  const turns = turnsOf({ patienceMs: 5 });
  const first = held([], 'first');
  const running = turns.run('a', first.work);
  await expect(turns.run('a', async () => undefined)).rejects.toMatchObject({ code: 'too_many_requests' });
  first.end();
  await running;
  expect(await turns.run('a', async () => 'later')).toBe('later');
});

test('what waits for a client that has gone is never done', async () => {
  const turns = turnsOf();
  const begun: string[] = [];
  const [first, second, third] = ['first', 'second', 'third'].map((name) => held(begun, name));
  const gone = new AbortController();
  const running = turns.run('a', first!.work);
  const left = turns.run('a', second!.work, gone.signal);
  const stays = turns.run('a', third!.work);
  gone.abort();
  await expect(left).rejects.toThrow(Gone);
  first!.end();
  third!.end();
  await Promise.all([running, stays]);
  expect(begun).toEqual(['first', 'third']);
});

const brief = () => new Promise((resolve) => setTimeout(resolve, 2));

test('a place rests after its work while there are other tenants, and not otherwise', async () => {
  const turns = turnsOf({ rest: { times: 1_000, mostMs: 150 } });
  const twice = async (): Promise<number> => {
    const since = performance.now();
    await turns.run('a', brief);
    await turns.run('a', brief);
    return performance.now() - since;
  };
  expect(await twice()).toBeLessThan(150);
  await turns.run('b', settled);
  expect(await twice()).toBeGreaterThanOrEqual(149);
});

test('who has places left never waits for those that rest', async () => {
  const turns = turnsOf({ atOnce: 2, rest: { times: 1_000, mostMs: 10_000 } });
  await turns.run('b', brief);
  await turns.run('a', brief);
  const since = performance.now();
  await turns.run('a', brief);
  expect(performance.now() - since).toBeLessThan(1_000);
});
