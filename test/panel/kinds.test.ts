import { ORDER_KINDS, PHASES } from '../../src/contract/orders';
import type { Phase } from '../../src/contract/orders';
import { statusesOf } from '../../src/domain/orders/lifecycle';
import { isListed, keysOf, statusesOf as shownStatusesOf } from '../../src/panel/kind';
import type { AnyOrder, PanelKind } from '../../src/panel/kind';
import type * as Kinds from '../../src/panel/kinds';
import { en } from '../../src/panel/messages/en';
import { GENERIC } from '../../src/panel/pages/orders/generic';

let kinds: typeof Kinds;

// The panel reads its server's address when it is loaded.
const { location } = globalThis as { location?: unknown };

beforeAll(async () => {
  Object.assign(globalThis, { location: { origin: 'http://127.0.0.1' } });
  kinds = await import('../../src/panel/kinds');
});

afterAll(() => {
  Object.assign(globalThis, { location });
});

test('every kind of order has its entry, under its own word', () => {
  expect(Object.keys(kinds.KINDS).sort()).toEqual([...ORDER_KINDS].sort());
  for (const kind of ORDER_KINDS) {
    expect(kinds.KINDS[kind].kind).toBe(kind);
    expect(kinds.kindNamed(kind)).toBe(kinds.KINDS[kind]);
  }
  expect(kinds.kindNamed('letter')).toBeUndefined();
  expect(kinds.kindNamed(undefined)).toBeUndefined();
});

test('no two pages share an address, and no two kinds one of the API or a key of their own', () => {
  const paths: string[] = kinds.PAGE_KINDS.flatMap(({ path, pages = [] }) => [
    ...[path, `${path}/:id`, ...pages.map((page) => page.path)],
  ]);
  const own = kinds.KIND_LIST.flatMap(({ api }) => [api.base, api.list, api.one]);
  const shared = kinds.PAGE_KINDS.flatMap(({ api }) => [...api.also, ...(api.views ?? [])]);
  for (const all of [paths, [...own, ...shared]])
    expect(all.filter((one, n) => all.indexOf(one) !== n)).toEqual([]);
  for (const { path } of kinds.KIND_LIST) expect(path).toMatch(/^(?:\/[a-z][a-z-]*)+$/);
});

test('kinds that share their pages share what changes with their orders, and each filters its own in the list', () => {
  for (const kind of kinds.KIND_LIST) {
    const first = kinds.PAGE_KINDS.find(({ path }) => path === kind.path)!;
    expect([kind.List, kind.Page, kind.api.also, kind.api.views]).toEqual([
      ...[first.List, first.Page, first.api.also, first.api.views],
    ]);
    if (kind === first) continue;
    for (const filter of Object.values(kind.filters))
      expect(new URLSearchParams(filter).get('product')).toBe(kind.kind);
  }
});

test('every status of a lifecycle has a label and an explanation, in the order of the lifecycle', () => {
  for (const kind of ORDER_KINDS) {
    const { colours = {}, timed = [], statusPrefix } = kinds.KINDS[kind];
    expect(shownStatusesOf(kinds.KINDS[kind])).toEqual(statusesOf(kind));
    expect(statusesOf(kind)).toEqual(expect.arrayContaining([...Object.keys(colours), ...timed]));
    for (const status of statusesOf(kind)) {
      expect(en).toHaveProperty([`${statusPrefix}${status}`]);
      expect(en).toHaveProperty([`${statusPrefix}${status}.says`]);
    }
  }
});

test('a filter by phase names a phase, and what search finds of a kind leads to its page', () => {
  for (const { kind, filters, path } of kinds.KIND_LIST) {
    expect(PHASES).toEqual(expect.arrayContaining(Object.keys(filters)));
    expect(kinds.FOUND_OF_KINDS[kind]).toMatchObject({ path });
  }
  expect(kinds.FOUND_OF_KINDS['batch']).toMatchObject({ path: '/pages/batches' });
});

test.each<[string, 'blog' | 'item' | 'content' | 'bulk', Phase, string, string]>([
  ['a text that its job has not let in', 'content', 'accepted', 'queued', 'queued'],
  ['a text that waits for its lane', 'content', 'queued', 'processing', 'running'],
  ['a bulk job that is being paused', 'bulk', 'running', 'pausing', 'running'],
  ['a bulk job under way', 'bulk', 'running', 'processing', 'running'],
  ['a page that waits for its turn', 'item', 'accepted', 'pending', 'queued'],
  ['a page between two sections', 'item', 'queued', 'processing', 'running'],
  ['a page that is being written', 'item', 'running', 'processing', 'running'],
  ['a page that is on hold', 'item', 'queued', 'processing', 'running'],
  ['a post that no run has opened yet', 'blog', 'accepted', 'PENDING', 'queued'],
  ['a post in a lane', 'blog', 'queued', 'GENERATING_IMAGE', 'queued'],
  ['a post that is being written', 'blog', 'running', 'GENERATING_CONTENT', 'running'],
  ['a post that is done', 'blog', 'done', 'DONE', 'done'],
])('%s counts for one figure: that of the list in which it is found', (_, name, phase, status, figure) => {
  const kind = kinds.KINDS[name] as PanelKind;
  const figures = [['queued', 'accepted'], ['running'], ['done'], ['failed']] as const;
  const counted = figures.filter((phases) => isListed(kind, phases, { phase, status }));
  expect(counted.map(([first]) => first)).toEqual([figure]);
});

test('a change of an order makes its list, the counts, its page and whatever hangs on it old', () => {
  expect(keysOf(kinds.KINDS.blog.api, 'a')).toEqual([
    ['orders'],
    ['stats'],
    ['calendar'],
    ['orderBatch'],
    ['order', 'a'],
  ]);
  expect(keysOf(kinds.KINDS.item.api)).toEqual([['items'], ['stats'], ['batch'], ['queue'], ['item']]);
});

test('a change of an order that was bought makes every view of that order old, and none of another', () => {
  expect(keysOf(kinds.KINDS.backlink.api, 'a')).toEqual([
    ...[['backlink-orders'], ['stats'], ['admin-orders'], ['queues'], ['own-orders']],
    ...[
      ['backlink-order', 'a'],
      ['admin-order', 'a'],
      ['order-status', 'a'],
    ],
  ]);
});

test('a kind without anything of its own is called by its title, or by its kind and id', () => {
  const letter = { ...kinds.KINDS.blog, ...GENERIC } as PanelKind;
  const order = { id: '0a1b2c3d-0000-4000-8000-000000000000' } as AnyOrder;
  const say = (id: string): string => `<${id}>`;
  expect(letter.nameOf(say, { ...order, title: 'Dear reader' }, letter)).toBe('Dear reader');
  expect(letter.nameOf(say, order, letter)).toBe('<search.kind.blog> 0a1b2c3d');
});
