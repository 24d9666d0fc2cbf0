// Compares the stores' posts with what the database says was published.

async function controlList(url, list, instanceId) {
  const response = await fetch(`${url}/control/${list}?instanceId=${instanceId}`);
  if (!response.ok) throw new Error(`the simulators returned ${response.status}`);
  return (await response.json())[list];
}

/**
 * Counts posts in the simulated store: `doubled` are posts that no order knows or that two orders claim; `missing` are
 * done orders without a post of their own; `draftsLeft` are drafts that were never published.
 */
export async function publicationsAt({ pool, stores, url }) {
  const { rows } = await pool.query(
    `select o.id, o.status, p.post_id as post from orders o left join publications p on p.order_id = o.id and p.post_id is not null`,
  );
  const claims = new Map();
  for (const { post } of rows) if (post) claims.set(post, (claims.get(post) ?? 0) + 1);
  const posts = new Set();
  let draftsLeft = 0;
  // One store at a time, because the response for all stores would be hundreds of megabytes.
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
