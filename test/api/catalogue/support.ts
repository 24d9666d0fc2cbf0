import type { ApiClient } from '../../support/api-client';

/** A text with three sections, as articles have. */
export const TEXT = `Hedges take three years. A good pair of shears helps.

## First

A hand coffee grinder has no place here.

## Second

Words, words. The end.
`;

let count = 0;

/** A host that no other test uses. */
export const newHost = (): string => `site-${++count}.example`;

/** Adds a site and answers it. */
export async function addSite(
  admin: ApiClient,
  body: Record<string, unknown> = {},
): Promise<{ id: string; host: string }> {
  const host = newHost();
  const answer = await admin.call('POST', '/api/domains', {
    body: { name: `Site of ${host}`, host, ...body },
  });
  if (answer.status !== 201) throw new Error(`not added: ${JSON.stringify(answer.json)}`);
  return answer.json as { id: string; host: string };
}

/** Adds an article and answers it. */
export async function addArticle(
  admin: ApiClient,
  site: { host: string },
  body: Record<string, unknown> = {},
): Promise<{ id: string; slug: string; selectedVersionId: string | null }> {
  const answer = await admin.call('POST', '/api/articles', {
    body: {
      ...{ domain: site.host, title: `An article ${++count}`, author: 'Ines Brandt' },
      ...{ publishedOn: '2026-03-02', content: TEXT, ...body },
    },
  });
  if (answer.status !== 201) throw new Error(`not added: ${JSON.stringify(answer.json)}`);
  return answer.json as { id: string; slug: string; selectedVersionId: string | null };
}

/** Reads an address without a key. */
export async function openly(
  url: string,
  body?: unknown,
): Promise<{ status: number; json: Record<string, unknown>; data: Record<string, unknown> }> {
  const response = await fetch(url, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as Record<string, unknown>;
  return { status: response.status, json, data: (json['data'] ?? {}) as Record<string, unknown> };
}
