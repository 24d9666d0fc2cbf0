import type { AddressOf } from '../provider-address';
import type { KnownDraft, ListedPost, Publisher, Upload } from '../publisher';
import { list, listIn, need, record, size, text } from './request';
import type { AskWix } from './request';

function texts(value: unknown): string[] {
  return list(value).flatMap((item) => text(item) ?? []);
}

/** The id of a picture, which Wix writes as an object or as an address of its own (`wix:image://v1/<id>/<name>#…`). */
function imageId(image: unknown): string | null {
  if (typeof image !== 'string') return text(record(image)['id']) ?? null;
  return /^wix:image:\/\/v1\/([^/]+)/.exec(image)?.[1] ?? text(image) ?? null;
}

const UPLOAD_STATES: Record<string, Upload['state']> = { PENDING: 'pending', FAILED: 'failed' };

/** A file of the media manager. One that says nothing of its state is ready. */
function readFile(answer: Record<string, unknown>, addressOf: AddressOf): Upload {
  const file = record(answer['file']);
  const image = record(record(record(file['media'])['image'])['image']);
  return {
    state: UPLOAD_STATES[text(file['operationStatus']) ?? ''] ?? 'ready',
    media: {
      id: need(text(image['id']) ?? text(file['id']), 'file id', answer),
      url: addressOf(image['url']) ?? addressOf(file['url']) ?? '',
      width: size(image['width']),
      height: size(image['height']),
    },
  };
}

function readDraft(draft: Record<string, unknown>, answer: unknown): KnownDraft {
  return {
    id: need(text(draft['id']), 'draft id', answer),
    title: text(draft['title']) ?? '',
    excerpt: text(draft['excerpt']) ?? '',
    authorId: text(draft['memberId']) ?? '',
    slug: text(draft['seoSlug']) ?? '',
    language: text(draft['language']) ?? '',
    categoryIds: texts(draft['categoryIds']),
    tagIds: texts(draft['tagIds']),
    pictureId: imageId(record(record(draft['media'])['wixMedia'])['image']),
    createdAt: text(draft['createdDate']) ?? '',
    editedAt: text(draft['editedDate']) ?? '',
    content: draft['richContent'],
    published: draft['status'] === 'PUBLISHED',
  };
}

function postAddress(post: Record<string, unknown>, addressOf: AddressOf): string | null {
  const url = record(post['url']);
  const base = text(url['base']);
  return base ? addressOf(`${base}${text(url['path']) ?? ''}`) : null;
}

function listPost(post: Record<string, unknown>, answer: unknown, addressOf: AddressOf): ListedPost {
  const publishedAt = new Date(text(post['firstPublishedDate']) ?? Number.NaN);
  return {
    id: need(text(post['id']), 'post id', answer),
    title: text(post['title']) ?? '',
    url: postAddress(post, addressOf),
    publishedAt: Number.isNaN(publishedAt.getTime()) ? null : publishedAt.toISOString(),
  };
}

type Blog = Pick<
  Publisher,
  | 'upload'
  | 'uploaded'
  | 'createDraft'
  | 'updateDraft'
  | 'draftsByTitle'
  | 'postsByTitle'
  | 'deleteDraft'
  | 'publishDraft'
  | 'post'
  | 'posts'
>;

/** Media, drafts and posts of a site (Site Media v1, Blog v3). */
export function createWixBlog(ask: AskWix, addressOf: AddressOf): Blog {
  return {
    async upload({ fileName, bytes, mimeType, ...call }) {
      const place = await ask(call, {
        method: 'POST',
        path: '/site-media/v1/files/generate-upload-url',
        body: { mimeType, fileName },
      });
      const url = need(addressOf(place['uploadUrl']) ?? undefined, 'uploadUrl', place);
      return readFile(await ask(call, { method: 'PUT', path: '', url, raw: { bytes, mimeType } }), addressOf);
    },
    async uploaded({ mediaId, ...call }) {
      return readFile(
        await ask(call, { method: 'GET', path: `/site-media/v1/files/${encodeURIComponent(mediaId)}` }),
        addressOf,
      );
    },
    async createDraft({ draft, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/blog/v3/draft-posts',
        body: {
          draftPost: {
            title: draft.title,
            excerpt: draft.excerpt,
            memberId: draft.authorId,
            richContent: draft.content,
            language: draft.language,
            seoSlug: draft.slug,
            hashtags: draft.hashtags,
            categoryIds: draft.categoryIds ?? [],
            tagIds: draft.tagIds ?? [],
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
          fieldsets: ['RICH_CONTENT'],
        },
      });
      return readDraft(record(answer['draftPost']), answer);
    },
    async updateDraft({ draftId, content, ...call }) {
      await ask(call, {
        method: 'PATCH',
        path: `/blog/v3/draft-posts/${encodeURIComponent(draftId)}`,
        // What is left out stays, which our staff or the site's may have set by hand.
        body: { draftPost: { richContent: content } },
      });
    },
    async draftsByTitle({ titles, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/blog/v3/draft-posts/query',
        body: {
          query: {
            filter: { title: { $in: titles } },
            sort: [{ fieldName: 'editedDate', order: 'DESC' }],
            paging: { limit: 50, offset: 0 },
          },
          fieldsets: ['RICH_CONTENT'],
        },
      });
      return listIn(answer, 'draftPosts').map((draft) => readDraft(record(draft), answer));
    },
    async postsByTitle({ titles, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/blog/v3/posts/query',
        body: {
          query: {
            filter: { title: { $in: titles } },
            sort: [{ fieldName: 'firstPublishedDate', order: 'DESC' }],
            paging: { limit: 50, offset: 0 },
          },
          fieldsets: ['URL', 'RICH_CONTENT'],
        },
      });
      return listIn(answer, 'posts').map((post) => ({
        ...listPost(record(post), answer, addressOf),
        content: record(post)['richContent'],
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
    async post({ postId, withContent = false, ...call }) {
      const fieldsets = withContent ? 'fieldsets=URL&fieldsets=RICH_CONTENT' : 'fieldsets=URL';
      const answer = await ask(call, {
        method: 'GET',
        path: `/blog/v3/posts/${encodeURIComponent(postId)}?${fieldsets}`,
      });
      const post = record(answer['post']);
      const url = postAddress(post, addressOf);
      return withContent ? { id: postId, url, content: post['richContent'] } : { id: postId, url };
    },
    async posts({ limit, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/blog/v3/posts/query',
        body: {
          query: {
            sort: [{ fieldName: 'firstPublishedDate', order: 'DESC' }],
            paging: { limit, offset: 0 },
          },
          fieldsets: ['URL'],
        },
      });
      return listIn(answer, 'posts').map((post) => listPost(record(post), answer, addressOf));
    },
  };
}
