import { GalleyError } from '../contract/failures';
import { classifyHttp, noAnswer, oddAnswer } from './failures';
import { createWixTokens } from './wix-tokens';

/** A product of a store, as far as texts need it. */
export interface StoreProduct {
  id: string;
  name: string;
  description: string;
  facts: string[];
}

/** A draft post as handed to the store. `richContent` is in the store's own format. */
export interface DraftPost {
  title: string;
  excerpt: string;
  memberId: string;
  richContent: unknown;
  language: string;
  seoSlug: string;
  metaTitle: string;
  metaDescription: string;
  hashtags: string[];
  picture: { id: string; altText: string } | null;
}

/** A draft or post the store already has. */
export interface KnownDraft {
  id: string;
  title: string;
  editedAt: string;
  richContent: unknown;
  published: boolean;
}

interface Call {
  instanceId: string;
  signal: AbortSignal;
}

/** What a blog order asks of a store. Every call is one request (a refused token is renewed and the call made once more). */
export interface StoreClient {
  product(call: Call & { productId: string }): Promise<StoreProduct>;
  firstMember(call: Call): Promise<string | undefined>;
  uploadUrl(call: Call & { fileName: string; mimeType: string }): Promise<string>;
  upload(
    call: Call & { uploadUrl: string; bytes: Uint8Array; mimeType: string },
  ): Promise<{ id: string; url: string; width: number; height: number }>;
  createDraft(call: Call & { draft: DraftPost }): Promise<{ id: string }>;
  /** Drafts with exactly this title, newest edit first, with their content. */
  draftsByTitle(call: Call & { title: string }): Promise<KnownDraft[]>;
  deleteDraft(call: Call & { draftId: string }): Promise<void>;
  publishDraft(call: Call & { draftId: string }): Promise<{ postId: string }>;
  post(call: Call & { postId: string }): Promise<{ id: string; url: string | null }>;
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function stripTags(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A client over Wix's REST interfaces (Stores catalogue v1, Members v1, Site Media v1, Blog v3). */
export function createWixClient(options: {
  appId: string;
  appSecret: string;
  baseUrl: string;
  timeoutMs: number;
  now: () => number;
}): StoreClient {
  const tokens = createWixTokens(options);

  async function send(
    call: Call,
    request: {
      method: string;
      path: string;
      body?: unknown;
      url?: string;
      raw?: { bytes: Uint8Array; mimeType: string };
    },
    token: string | undefined,
  ): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    if (request.raw) headers['content-type'] = request.raw.mimeType;
    else if (request.body !== undefined) headers['content-type'] = 'application/json';
    try {
      const response = await fetch(request.url ?? `${options.baseUrl}${request.path}`, {
        method: request.method,
        headers,
        signal: AbortSignal.any([call.signal, AbortSignal.timeout(options.timeoutMs)]),
        ...(request.raw
          ? { body: request.raw.bytes as Uint8Array<ArrayBuffer> }
          : request.body === undefined
            ? {}
            : { body: JSON.stringify(request.body) }),
      });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
    } catch (error) {
      call.signal.throwIfAborted();
      throw new GalleyError(noAnswer('wix', error));
    }
  }

  async function ask(call: Call, request: Parameters<typeof send>[1]): Promise<Record<string, unknown>> {
    // An upload address carries its own permission.
    const own = request.url !== undefined;
    let token = own ? undefined : await tokens.of(call);
    let answer = await send(call, request, token);
    if (answer.status === 401 && token) {
      // A refused token was not acted on, so the same request may go out once more with a fresh one.
      tokens.forget({ instanceId: call.instanceId, token });
      token = await tokens.of(call);
      answer = await send(call, request, token);
    }
    if (answer.status < 200 || answer.status >= 300)
      throw new GalleyError(classifyHttp({ provider: 'wix', nowMs: options.now(), ...answer }));
    try {
      return record(answer.body === '' ? {} : JSON.parse(answer.body));
    } catch {
      throw new GalleyError(oddAnswer('wix', 'not_json', answer.body));
    }
  }

  function need(value: string | undefined, what: string, answer: unknown): string {
    if (value !== undefined) return value;
    throw new GalleyError(oddAnswer('wix', 'incomplete', `no ${what} in ${JSON.stringify(answer)}`));
  }

  return {
    async product({ productId, ...call }) {
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v1/products/${encodeURIComponent(productId)}`,
      });
      const product = record(answer['product']);
      const sections = Array.isArray(product['additionalInfoSections'])
        ? product['additionalInfoSections']
        : [];
      const price = text(record(record(product['price'])['formatted'])['price']);
      return {
        id: productId,
        name: need(text(product['name']), 'name', answer),
        description: stripTags(text(product['description']) ?? ''),
        facts: [
          ...(price ? [`Price: ${price}`] : []),
          ...sections.map((section) => {
            const { title, description } = record(section);
            return `${stripTags(text(title) ?? '')}: ${stripTags(text(description) ?? '')}`;
          }),
        ].filter((fact) => fact.length > 2),
      };
    },
    async firstMember(call) {
      const answer = await ask(call, { method: 'GET', path: '/members/v1/members?paging.limit=1' });
      const members = Array.isArray(answer['members']) ? answer['members'] : [];
      return text(record(members[0])['id']);
    },
    async uploadUrl({ fileName, mimeType, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/site-media/v1/files/generate-upload-url',
        body: { mimeType, fileName },
      });
      return need(text(answer['uploadUrl']), 'uploadUrl', answer);
    },
    async upload({ uploadUrl, bytes, mimeType, ...call }) {
      const answer = await ask(call, { method: 'PUT', path: '', url: uploadUrl, raw: { bytes, mimeType } });
      const file = record(answer['file']);
      const image = record(record(record(file['media'])['image'])['image']);
      return {
        id: need(text(image['id']) ?? text(file['id']), 'file id', answer),
        url: need(text(image['url']) ?? text(file['url']), 'file url', answer),
        width: Number(image['width'] ?? 0),
        height: Number(image['height'] ?? 0),
      };
    },
    async createDraft({ draft, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/blog/v3/draft-posts',
        body: {
          draftPost: {
            title: draft.title,
            excerpt: draft.excerpt,
            memberId: draft.memberId,
            richContent: draft.richContent,
            language: draft.language,
            seoSlug: draft.seoSlug,
            hashtags: draft.hashtags,
            seoData: {
              tags: [
                { type: 'title', children: draft.metaTitle, custom: false, disabled: false },
                {
                  type: 'meta',
                  props: { name: 'description', content: draft.metaDescription },
                  custom: false,
                  disabled: false,
                },
              ],
            },
            ...(draft.picture
              ? {
                  media: {
                    wixMedia: { image: { id: draft.picture.id } },
                    displayed: true,
                    custom: true,
                    altText: draft.picture.altText,
                  },
                }
              : {}),
          },
        },
      });
      return { id: need(text(record(answer['draftPost'])['id']), 'draft id', answer) };
    },
    async draftsByTitle({ title, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/blog/v3/draft-posts/query',
        body: {
          query: {
            filter: { title: { $eq: title } },
            sort: [{ fieldName: 'editedDate', order: 'DESC' }],
            paging: { limit: 50, offset: 0 },
          },
          fieldsets: ['RICH_CONTENT'],
        },
      });
      const drafts = Array.isArray(answer['draftPosts']) ? answer['draftPosts'] : [];
      return drafts.map(record).map((draft) => ({
        id: need(text(draft['id']), 'draft id', answer),
        title: text(draft['title']) ?? '',
        editedAt: text(draft['editedDate']) ?? '',
        richContent: draft['richContent'],
        published: draft['status'] === 'PUBLISHED',
      }));
    },
    async deleteDraft({ draftId, ...call }) {
      await ask(call, { method: 'DELETE', path: `/blog/v3/draft-posts/${encodeURIComponent(draftId)}` });
    },
    async publishDraft({ draftId, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: `/blog/v3/draft-posts/${encodeURIComponent(draftId)}/publish`,
        body: {},
      });
      return { postId: need(text(answer['postId']), 'post id', answer) };
    },
    async post({ postId, ...call }) {
      const answer = await ask(call, {
        method: 'GET',
        path: `/blog/v3/posts/${encodeURIComponent(postId)}?fieldsets=URL`,
      });
      const post = record(answer['post']);
      const url = record(post['url']);
      const base = text(url['base']);
      return { id: postId, url: base ? `${base}${text(url['path']) ?? ''}` : null };
    },
  };
}
