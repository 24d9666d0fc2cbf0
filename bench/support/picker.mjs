// Picks the first idea of every order that waits for a pick, on behalf of its store.
import { setTimeout as pause } from 'node:timers/promises';

const BATCH_SIZE = 50;

/**
 * Picks until stopped; `stores` maps a tenant to its API client. `isHeld` decides whether an order has to wait.
 * `stop()` throws any error of a pick.
 */
export function startPicker({ pool, stores, isHeld = () => false, everyMs = 100 }) {
  const picked = new Set();
  let picking = true;
  const run = async () => {
    while (picking) {
      const { rows } = await pool.query(
        `select o.id, o.tenant_id as tenant, (select i.id from ideas i where i.order_id = o.id order by n limit 1) as idea
           from orders o where o.status = 'AWAITING_SELECTION' order by o.updated_at`,
      );
      const due = rows.filter(({ id }) => !picked.has(id) && !isHeld(id)).slice(0, BATCH_SIZE);
      await Promise.all(
        due.map(async ({ id, tenant, idea }) => {
          await stores.get(tenant)('POST', `/api/blog-generation/${id}/select`, { ideaId: idea });
          picked.add(id);
        }),
      );
      if (due.length < BATCH_SIZE) await pause(everyMs);
    }
  };
  const ended = run().then(
    () => undefined,
    (error) => error,
  );
  return {
    picked,
    async stop() {
      picking = false;
      const error = await ended;
      if (error) throw error;
    },
  };
}
