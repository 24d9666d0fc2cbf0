// Galley's orders as a line: placed and picked over its API, while the simulators answer at once.

/** Lifts the providers' limits out of the way. */
export const SPEED = 500;
export const STORES = 20;

/** Has the simulators answer without their usual latencies. */
export async function answerAtOnce(simulatorsUrl) {
  const response = await fetch(`${simulatorsUrl}/control/hurry`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hurried: true }),
  });
  if (!response.ok) throw new Error(`the simulators returned ${response.status}`);
}

/** Places and picks Galley's orders over its API, the stores in turn. */
export function galleyOrders({ pool, stores }) {
  const storeOf = new Map();
  let placed = 0;
  return {
    async place() {
      const store = stores[placed % stores.length];
      placed += 1;
      const { id } = await store.call('POST', '/api/blog-generation', {
        sourceType: 'keyword',
        sourceId: `oak table ${placed}`,
      });
      storeOf.set(id, store);
      return { id };
    },
    pick: ({ id, idea }) =>
      storeOf.get(id).call('POST', `/api/blog-generation/${id}/select`, { ideaId: idea }),
    async look(ids) {
      const { rows } = await pool.query(
        `select o.id, o.finished_at is not null as ended,
                case when o.status = 'AWAITING_SELECTION'
                     then (select i.id from ideas i where i.order_id = o.id order by n limit 1) end as idea
           from orders o where o.id = any($1)`,
        [ids],
      );
      return rows.map(({ id, ended, idea }) => ({
        id,
        idea,
        state: ended ? 'ended' : idea ? 'waiting' : 'running',
      }));
    },
  };
}
