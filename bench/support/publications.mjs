// Compares what stores have with what the database says they got.

async function controlList(url, list, instanceId) {
  const response = await fetch(`${url}/control/${list}?instanceId=${instanceId}`);
  if (!response.ok) throw new Error(`the simulators answer ${response.status}`);
  return (await response.json())[list];
}

/**
 * Counts posts at the simulator store: `doubled` are posts that no order knows and posts that two orders claim; `missing` are orders that
 * are done without one post of their own; `draftsLeft` are drafts that were never published.
 */
export async function publicationsAt({ pool, stores, url }) {
  const { rows } = await pool.query(
    `select o.id, o.status, p.post_id as post from orders o left join publications p on p.order_id = o.id and p.post_id is not null`,
  );
  const claims = new Map();
  for (const { post } of rows) if (post) claims.set(post, (claims.get(post) ?? 0) + 1);
  const posts = new Set();
  let draftsLeft = 0;
  // One store after the other: the answer for all at once would be hundreds of megabytes.
  for (const { instanceId } of stores) {
    for (const { id } of await controlList(url, 'posts', instanceId)) posts.add(id);
    const drafts = await controlList(url, 'drafts', instanceId);
    draftsLeft += drafts.filter(({ status }) => status !== 'PUBLISHED').length;
  }
  const strays = [...posts].filter((id) => !claims.has(id)).length;
  const shared = [...claims.values()].filter((n) => n > 1).length;
  return {
    posts: posts.size,
    doubled: strays + shared,
    missing: rows.filter(({ status, post }) => status === 'DONE' && !posts.has(post)).length,
    draftsLeft,
  };
}
