import fc from 'fast-check';
import { dispatchRate, shareBudget } from '../../../src/domain/providers/budget';
import type { LaneLoad } from '../../../src/domain/providers/budget';
import { meanTokensOf } from '../../../src/domain/providers/mean-tokens';
import type { ChargedCalls, WaitingOrders } from '../../../src/domain/providers/mean-tokens';

const PART = 900;
const DRAFT = 4_000;

const waits = (part: Partial<WaitingOrders>): WaitingOrders => ({
  kind: 'blog',
  status: 'GENERATING_CONTENT',
  phase: 'queued',
  tenantId: 'a',
  weight: 1,
  level: 3,
  orders: 1,
  ...part,
});
const drafts = (orders: number, part: Partial<WaitingOrders> = {}) => waits({ orders, ...part });
const parts = (orders: number, part: Partial<WaitingOrders> = {}) =>
  waits({ kind: 'item', status: 'processing', orders, ...part });

const charged = (part: Partial<ChargedCalls>): ChargedCalls => ({
  lane: 'writing',
  kind: 'item',
  stage: 'component',
  calls: 500,
  meanTokens: PART,
  ...part,
});
const LATELY = [charged({}), charged({ kind: 'blog', stage: 'content', calls: 50, meanTokens: DRAFT })];

const ceilingOf = (stage: string): number => ({ content: 4_500, component: 1_200 })[stage] ?? 4_500;

const mean = (waiting: WaitingOrders[], lately: ChargedCalls[] = LATELY, calls = 38): number | null =>
  meanTokensOf('writing', { waiting, charged: lately, ceilingOf, calls });

test.each<[string, ChargedCalls[]]>([
  ['with drafts known from before', LATELY],
  ['with no draft known', [charged({})]],
  [
    'with too few drafts known',
    [charged({}), charged({ kind: 'blog', stage: 'content', calls: 4, meanTokens: 1 })],
  ],
])(
  'after 500 cheap calls, 440 waiting drafts get no more than the token budget of a minute (%s)',
  (_, lately) => {
    const account = { requestsPerMinute: 450, tokensPerMinute: 450_000 };
    const meanTokens = mean([drafts(440)], lately)!;
    const free = { arrivals: 0, slots: 500, busy: 0, callsPerSecond: 50 };
    const load: LaneLoad = { ...free, lane: 'writing', backlog: 440, meanTokens };
    const idle: LaneLoad = { ...free, lane: 'ideas', backlog: 0, meanTokens: 1_000 };
    const [rate] = shareBudget(account, [load, idle]);
    const letThrough = dispatchRate(rate!) * 60;
    expect(letThrough).toBeGreaterThan(50);
    expect(letThrough * DRAFT).toBeLessThanOrEqual(account.tokensPerMinute);
  },
);

test.each<[string, WaitingOrders[], number]>([
  ['only parts', [parts(100)], PART],
  ['a tenant with as many of both', [parts(100), drafts(100)], (PART + DRAFT) / 2],
  [
    'many parts of one tenant, few drafts of another, in turn',
    [parts(2_000), drafts(440, { tenantId: 'b' })],
    (PART + DRAFT) / 2,
  ],
  [
    'a tenant with the triple share',
    [parts(500), drafts(500, { tenantId: 'b', weight: 3 })],
    (PART + 3 * DRAFT) / 4,
  ],
  ['a level that goes first', [parts(2_000), drafts(40, { level: 1 })], DRAFT],
  ['a level that is soon done', [parts(100), drafts(19, { level: 1 })], (PART + DRAFT) / 2],
  ['drafts under review, which await another lane', [parts(100), drafts(900, { phase: 'running' })], PART],
  ['items that have not been admitted', [parts(900, { status: 'pending' }), drafts(3)], DRAFT],
  ['work on other lanes', [drafts(5), waits({ status: 'GENERATING_IMAGE', orders: 900 })], DRAFT],
])('what waits decides: %s', (_, waiting, expected) => {
  expect(mean(waiting)).toBeCloseTo(expected, 6);
});

test('a stage with too few calls counts with its ceiling', () => {
  expect(mean([drafts(10)], [])).toBe(4_500);
  expect(mean([parts(10)], [charged({ calls: 4 })])).toBe(1_200);
});

test('while nothing waits, the latest calls tell, and too few tell nothing', () => {
  expect(mean([])).toBeCloseTo((500 * PART + 50 * DRAFT) / 550, 6);
  expect(mean([], [charged({ calls: 4 })])).toBeNull();
});

test('reviews are told from other work on their lane by their name', () => {
  const lately = [
    charged({ lane: 'quality', kind: 'blog', stage: 'quality', meanTokens: 2_000 }),
    charged({ lane: 'quality', kind: 'item', stage: 'component', meanTokens: 9 }),
  ];
  const waiting = [drafts(10, { phase: 'running' })];
  expect(meanTokensOf('quality', { waiting, charged: lately, ceilingOf, calls: 38 })).toBe(2_000);
});

test('the mean lies between the cheapest and the dearest of what waits', () => {
  const group = fc.record({
    orders: fc.integer({ min: 1, max: 5_000 }),
    level: fc.integer({ min: 1, max: 5 }),
    tenantId: fc.constantFrom('a', 'b', 'c'),
    weight: fc.double({ min: 0.001, max: 1_000, noNaN: true }),
    isDraft: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 500 }),
      (groups, calls) => {
        const waiting = groups.map(({ isDraft, orders, ...part }) =>
          (isDraft ? drafts : parts)(orders, part),
        );
        const value = mean(waiting, LATELY, calls)!;
        expect(value).toBeGreaterThanOrEqual((groups.every(({ isDraft }) => isDraft) ? DRAFT : PART) - 1e-6);
        expect(value).toBeLessThanOrEqual((groups.some(({ isDraft }) => isDraft) ? DRAFT : PART) + 1e-6);
      },
    ),
  );
});

test('what has no lane counts for nothing, however much of it waits', () => {
  const approved = waits({ kind: 'backlink', status: 'ADMIN_REVIEW', orders: 5_000 });
  expect(mean([approved, parts(10)])).toBe(mean([parts(10)]));
  expect(mean([approved])).toBe(mean([]));
});

test('what was bought counts with its own calls, or with the ceiling of its stage while there are too few', () => {
  const links = waits({ kind: 'backlink', status: 'PROCESSING', orders: 5_000 });
  const ofLinks = charged({ kind: 'backlink', stage: 'writing', meanTokens: 700 });
  expect(mean([links], [ofLinks])).toBe(700);
  expect(mean([links], [])).toBe(4_500);
});
