import { comparePositions, parsePosition, formatPosition } from '../../../src/domain/events/position';
import type { EventPosition } from '../../../src/domain/events/position';
import { StreamPace } from '../../../src/api/events/stream-pace';
import type { Update } from '../../../src/api/events/stream-pace';

interface Named extends Update<Named> {
  tag: string;
}

const at = (n: number): EventPosition => ({ xid: BigInt(n), id: BigInt(n) });
const event = (subject: string, tag: string): Named => ({ subject, tag, name: 'event', collapses: false });
const progress = (subject: string, tag: string): Named => ({ ...event(subject, tag), collapses: true });

/** Tells whatever is due; answers tags and, of each, the number of its mark. */
function tellAll(pace: StreamPace<Named>, now: number): Array<[string, number]> {
  const due = pace.due(now);
  const marks = pace.told(due, now);
  return due.map(({ tag }, n) => [tag, Number(marks[n]!.xid)]);
}

let pace: StreamPace<Named>;

beforeEach(() => {
  pace = new StreamPace<Named>(at(10));
});

test('what is new goes out at once, and its mark is its own position', () => {
  pace.take(event('a', 'a1'), at(11));
  pace.take(event('b', 'b1'), at(12));
  expect(tellAll(pace, 0)).toEqual([
    ['a1', 10 + 1],
    ['b1', 12],
  ]);
  expect(pace.mark).toEqual(at(12));
  expect(pace.nextAt()).toBeUndefined();
});

test('of one subject one event a second goes out, in order, and the mark waits for the last', () => {
  pace.take(event('a', 'a1'), at(11));
  pace.take(event('a', 'a2'), at(12));
  pace.take(event('a', 'a3'), at(13));
  pace.take(event('b', 'b1'), at(14));
  expect(tellAll(pace, 0)).toEqual([
    ['a1', 11],
    ['b1', 11],
  ]);
  expect(pace.nextAt()).toBe(1_000);
  expect(tellAll(pace, 999)).toEqual([]);
  expect(tellAll(pace, 1_000)).toEqual([['a2', 12]]);
  expect(tellAll(pace, 1_500)).toEqual([]);
  expect(tellAll(pace, 2_000)).toEqual([['a3', 14]]);
});

test('progress that waits gives way to whatever comes next about its subject', () => {
  pace.take(progress('a', 'p1'), at(11));
  expect(tellAll(pace, 0)).toEqual([['p1', 11]]);
  for (let n = 12; n < 32; n += 1) pace.take(progress('a', `p${n}`), at(n));
  expect(pace.waiting).toBe(1);
  expect(pace.mark).toEqual(at(30));
  expect(tellAll(pace, 1_000)).toEqual([['p31', 31]]);
  pace.take(progress('a', 'p32'), at(32));
  pace.take(event('a', 'end'), at(33));
  expect(tellAll(pace, 2_000)).toEqual([['end', 33]]);
});

test('events that are no progress are never lost', () => {
  for (let n = 11; n < 16; n += 1) pace.take(event('a', `e${n}`), at(n));
  const told = [0, 1, 2, 3, 4].flatMap((second) => tellAll(pace, second * 1_000));
  expect(told.map(([tag]) => tag)).toEqual(['e11', 'e12', 'e13', 'e14', 'e15']);
});

test('what follows from an update goes out after it and holds the mark back until then', () => {
  const then = progress('batch', 'batch');
  pace.take({ ...event('a', 'a1'), then }, at(11));
  pace.take({ ...event('b', 'b1'), then }, at(12));
  expect(tellAll(pace, 0)).toEqual([
    ['a1', 11],
    ['b1', 11],
  ]);
  expect(tellAll(pace, 0)).toEqual([['batch', 12]]);
  pace.take({ ...event('c', 'c1'), then }, at(13));
  expect(tellAll(pace, 500)).toEqual([['c1', 12]]);
  expect(tellAll(pace, 999)).toEqual([]);
  expect(tellAll(pace, 1_000)).toEqual([['batch', 13]]);
});

test('an update that is told together with one it follows from is told again, as it stood before that', () => {
  const then = progress('batch', 'batch');
  pace.take({ ...event('a', 'a1'), then }, at(11));
  tellAll(pace, 0);
  pace.take({ ...event('b', 'b1'), then }, at(12));
  expect(tellAll(pace, 0)).toEqual([
    ['batch', 11],
    ['b1', 11],
  ]);
  expect(tellAll(pace, 1_000)).toEqual([['batch', 12]]);
});

test('what was taken in before is known, and what concerns others moves the mark on', () => {
  pace.take(event('a', 'old'), at(10));
  expect(pace.waiting).toBe(0);
  pace.pass(at(20));
  pace.pass(at(15));
  expect(pace.mark).toEqual(at(20));
  pace.take(event('a', 'a1'), at(21));
  pace.pass(at(30));
  expect(pace.mark).toEqual(at(20));
  expect(tellAll(pace, 0)).toEqual([['a1', 30]]);
});

test('whoever comes back with any mark that was named gets every update that was not yet told', () => {
  // Three subjects at uneven times; the connection may break after any message.
  const taken: Array<{ subject: string; n: number; collapses: boolean }> = [];
  const told = new Set<number>();
  for (let step = 0; step < 60; step += 1) {
    const n = 11 + step;
    const update = (step % 4 === 0 ? event : progress)(['a', 'b', 'c'][(step * step) % 3]!, String(n));
    taken.push({ ...update, n });
    pace.take(update, at(n));
    for (const [tag, mark] of tellAll(pace, step * 150)) {
      told.add(Number(tag));
      for (const one of taken.filter(({ n: position }) => position <= mark && !told.has(position))) {
        // Only progress may be missing, and only where something newer about its subject was told or is told again.
        const newer = taken.filter(({ subject, n: position }) => subject === one.subject && position > one.n);
        expect(one.collapses).toBe(true);
        expect(newer.some(({ n: position }) => told.has(position) || position > mark)).toBe(true);
      }
    }
  }
  expect(told.size).toBeGreaterThan(15);
});

describe('a position', () => {
  test.each(['0-0', '734-12', '18446744073709551615-9223372036854775807'])(
    '%s is a word both ways',
    (word) => {
      expect(formatPosition(parsePosition(word)!)).toBe(word);
    },
  );

  test.each([
    '',
    '12',
    '-1-2',
    '1-',
    '1-2-3',
    ' 1-2',
    '1-2\n',
    'a-b',
    '1e3-1',
    '18446744073709551616-1',
    '1-9223372036854775808',
  ])('%j is none', (word) => {
    expect(parsePosition(word)).toBeUndefined();
  });

  test('transactions come before numbers', () => {
    expect(comparePositions({ xid: 9n, id: 99n }, { xid: 10n, id: 1n })).toBeLessThan(0);
    expect(comparePositions({ xid: 10n, id: 2n }, { xid: 10n, id: 10n })).toBeLessThan(0);
    expect(comparePositions(at(1), at(1))).toBe(0);
  });
});
