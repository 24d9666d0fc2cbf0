import { QueryClient } from '@tanstack/react-query';
import { patchOrder } from '../../src/panel/live/patch';
import { patchBatch, patchItem } from '../../src/panel/pages/items/live';

const page = (...ids: string[]) => ({ items: ids.map((id) => ({ id, status: 'pending', title: id })) });
const listOf = (...pages: object[]) => ({ pages, pageParams: pages.map(() => undefined) });

let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

afterEach(() => {
  client.clear();
});

test('a changed item is changed in every list that has it, and nowhere else', () => {
  client.setQueryData(['items', {}], listOf(page('a', 'b'), page('c')));
  client.setQueryData(['items', { status: 'failed' }], listOf(page('d')));
  const other = client.getQueryData(['items', { status: 'failed' }]);
  patchItem(client, { id: 'c', status: 'processing' });
  expect(client.getQueryData(['items', {}])).toMatchObject({
    pages: [page('a', 'b'), { items: [{ id: 'c', status: 'processing', title: 'c' }] }],
  });
  // A list that did not change stays the same object, so that nothing is drawn anew.
  expect(client.getQueryData(['items', { status: 'failed' }])).toBe(other);
});

test('a page that is open keeps what the stream does not tell', () => {
  client.setQueryData(['item', 'a'], { id: 'a', status: 'pending', brandVoice: { tone: 'calm' } });
  patchItem(client, { id: 'a', status: 'completed' });
  expect(client.getQueryData(['item', 'a'])).toEqual({
    id: 'a',
    status: 'completed',
    brandVoice: { tone: 'calm' },
  });
});

test('what was never asked for is not made up', () => {
  patchItem(client, { id: 'a', status: 'completed' });
  patchBatch(client, { id: 'b', completed: 3 });
  expect(client.getQueryData(['item', 'a'])).toBeUndefined();
  expect(client.getQueryData(['batch', 'b'])).toBeUndefined();
});

test('a blog order takes over how it stands, and loses an error that is over', () => {
  client.setQueryData(
    ['orders', {}],
    listOf({ items: [{ id: 'a', status: 'FAILED', phase: 'failed', error: 'It broke.', sourceId: 'tea' }] }),
  );
  patchOrder(client, 'orders', { id: 'a', status: 'PENDING', phase: 'accepted' });
  expect(client.getQueryData(['orders', {}])).toMatchObject({
    pages: [{ items: [{ id: 'a', status: 'PENDING', phase: 'accepted', error: null, sourceId: 'tea' }] }],
  });
});

test('the buttons of a row stay until the list is asked for again, unless the event says what the state allows', () => {
  const row = { id: 'a', status: 'PENDING', phase: 'accepted', may: ['cancel'] };
  const mayOf = () =>
    client.getQueryData<{ pages: Array<{ items: Array<{ may: string[] }> }> }>(['orders', {}])!.pages[0]!
      .items[0]!.may;
  client.setQueryData(['orders', {}], listOf({ items: [row] }));
  patchOrder(client, 'orders', { id: 'a', status: 'GENERATING_IDEAS', phase: 'running' });
  expect(mayOf()).toEqual(['cancel']);
  patchOrder(client, 'orders', { id: 'a', status: 'DONE', phase: 'done', may: [] });
  expect(mayOf()).toEqual([]);
});
