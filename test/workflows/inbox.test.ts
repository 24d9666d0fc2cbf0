import { ActionInbox } from '../../src/workflows/inbox';

test('actions are taken as they came, each once', () => {
  const inbox = new ActionInbox<{ actId: string }>();
  for (const actId of ['a', 'b', 'a']) inbox.add({ actId });
  expect([inbox.take(), inbox.take(), inbox.take()]).toEqual([{ actId: 'a' }, { actId: 'b' }, undefined]);
});

test('an action that was learnt of in another way answers nothing later, whether its signal has come or is still to come', () => {
  const inbox = new ActionInbox<{ actId: string }>();
  inbox.add({ actId: 'came' });
  inbox.drop('came');
  inbox.drop('comes later');
  inbox.add({ actId: 'comes later' });
  expect(inbox.isEmpty).toBe(true);
});
