import type { Galley } from './galley';

/** Places orders of which one has a picture that never comes, and expects all others to be published meanwhile. */
export async function oneSlowPicture(
  galley: Galley,
  load: { orders: number; timeoutMs: number },
): Promise<void> {
  const slow = 'slow coach lamp';
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    match: { contains: slow },
    action: { type: 'prediction', ends: 'never' },
  });
  const [store] = galley.stores;
  const waiting = await store!.order({ sourceId: slow });
  const others = await Promise.all(
    Array.from({ length: load.orders - 1 }, async (_, n) => {
      const other = galley.stores[n % galley.stores.length]!;
      return { other, id: await other.order({ sourceId: `quick lamp number ${n}` }) };
    }),
  );
  await store!.pick(waiting);
  await Promise.all(others.map(({ other, id }) => other.pick(id)));
  for (const { other, id } of others) await other.reaches(id, 'DONE', load.timeoutMs);
  expect((await store!.read(waiting)).status).toBe('GENERATING_IMAGE');
  await store!.act(waiting, 'cancel');
}
