import { randomUUID } from 'node:crypto';
import type { Call, Reply } from '../core/http';
import { asObject, asText, json } from '../core/http';
import { slugify } from '../core/slug';
import { categoriesOf, membersOf, tagsOf } from './catalog';
import { fieldError, wixError } from './errors';
import type { Media } from './media';
import { runQuery } from './query';
import type { DraftPost, PublishedPost } from './types';

type Handler = (call: Call, instanceId: string) => Reply;

/** The blogs of all stores. */
export interface Blog {
  createDraft: Handler;
  getDraft: Handler;
  updateDraft: Handler;
  deleteDraft: Handler;
  queryDrafts: Handler;
  publish: Handler;
  getPost: Handler;
  queryPosts: Handler;
  findBySlug(instanceId: string, slug: string): PublishedPost | undefined;
  drafts(instanceId?: string): DraftPost[];
  posts(instanceId?: string): PublishedPost[];
  save(): { drafts: DraftPost[]; posts: PublishedPost[] };
  load(saved: { drafts: DraftPost[]; posts: PublishedPost[] }): void;
  clear(): void;
}

const longestTitle = 200;
const largestRichContent = 400 * 1024;

const emptyFields: Record<string, unknown> = {
  excerpt: '',
  featured: false,
  pinned: false,
  commentingEnabled: true,
  categoryIds: [],
  tagIds: [],
  hashtags: [],
  relatedPostIds: [],
  language: 'en',
};

/** Fields that the store itself sets. */
const ownFields = [
  'id',
  'status',
  'createdDate',
  'editedDate',
  'hasUnpublishedChanges',
  'firstPublishedDate',
  'slug',
  'url',
];

function refuse(fields: Record<string, unknown>, instanceId: string): Reply | undefined {
  const title = asText(fields.title) ?? '';
  if (title === '') return fieldError('draftPost.title', 'must not be empty', 'REQUIRED_FIELD');
  if (title.length > longestTitle)
    return fieldError(
      'draftPost.title',
      `has size ${title.length}, expected ${longestTitle} or less`,
      'MAX_LENGTH',
    );
  // The reference says that the author must be a member of the site, but not what another one is answered with.
  if (!membersOf(instanceId).some((member) => member.id === fields.memberId))
    return wixError(400, 'MISSING_POST_OWNER_INFORMATION', 'Missing post owner information');
  const rich = fields.richContent;
  if (rich !== undefined && !Array.isArray(asObject(rich).nodes))
    return fieldError('draftPost.richContent.nodes', 'must be a list', 'FORMAT');
  if (Buffer.byteLength(JSON.stringify(rich ?? null)) > largestRichContent)
    return wixError(413, 'RICH_CONTENT_TOO_LARGE', 'richContent must be smaller than 400 KB');
  return undefined;
}

function wantsRichContent(call: Call): boolean {
  const inBody = asObject(call.json).fieldsets;
  const inQuery = call.query.getAll('fieldsets').flatMap((part) => part.split(','));
  return [...(Array.isArray(inBody) ? (inBody as unknown[]) : []), ...inQuery].includes('RICH_CONTENT');
}

/** The fields that queries can filter and sort by. */
function filterable(item: DraftPost | PublishedPost): Record<string, unknown> {
  const { fields, ...own } = item;
  const { title, excerpt, memberId, language, featured } = fields;
  return { title, excerpt, memberId, language, featured, ...own };
}

/** Creates empty blogs; a new draft does not appear in queries for `draftVisibilityDelayMs`. */
export function createBlog(input: {
  media: Media;
  now: () => number;
  baseUrl: () => string;
  changed: () => void;
  draftVisibilityDelayMs: number;
}): Blog {
  const { media, now, baseUrl, changed } = input;
  const drafts = new Map<string, DraftPost>();
  const posts = new Map<string, PublishedPost>();
  const stamp = (): string => new Date(now()).toISOString();

  const accept = (sent: Record<string, unknown>, instanceId: string): Record<string, unknown> => {
    const fields = Object.fromEntries(Object.entries(sent).filter(([name]) => !ownFields.includes(name)));
    // As Wix documents it: what does not exist is no error, it is just not added.
    for (const [name, existing] of [
      ['categoryIds', categoriesOf(instanceId)],
      ['tagIds', tagsOf(instanceId)],
    ] as const) {
      const given = fields[name];
      if (Array.isArray(given))
        fields[name] = given.filter((id: unknown) => existing.some((known) => known.id === id));
    }
    return fields;
  };
  const viewMedia = (fields: Record<string, unknown>): unknown => {
    const sent = asObject(fields.media);
    const wixMedia = asObject(sent.wixMedia);
    const image = asObject(wixMedia.image);
    const file = media.find(asText(image.id) ?? '');
    if (!file) return fields.media;
    const about = { url: media.urlOf(file.id), width: file.width, height: file.height };
    return { ...sent, wixMedia: { ...wixMedia, image: { ...image, ...about } } };
  };
  const viewFields = (fields: Record<string, unknown>, withRichContent: boolean): Record<string, unknown> => {
    const { richContent, ...rest } = fields;
    const viewed = { ...emptyFields, ...rest, ...(rest.media ? { media: viewMedia(rest) } : {}) };
    return withRichContent ? { ...viewed, richContent } : viewed;
  };
  const viewDraft = (draft: DraftPost, rich: boolean): Record<string, unknown> => {
    const { id, status, createdDate, editedDate, hasUnpublishedChanges } = draft;
    const post = posts.get(id);
    return {
      ...viewFields(draft.fields, rich),
      id,
      status,
      createdDate,
      editedDate,
      hasUnpublishedChanges,
      ...(post ? { firstPublishedDate: post.firstPublishedDate, slugs: [post.slug] } : {}),
    };
  };
  const urlOf = (post: PublishedPost): { base: string; path: string } => ({
    base: `${baseUrl()}/wix/sites/${post.instanceId}`,
    path: `/post/${post.slug}`,
  });
  const viewPost = (post: PublishedPost, rich: boolean): Record<string, unknown> => ({
    ...viewFields(post.fields, rich),
    id: post.id,
    slug: post.slug,
    url: urlOf(post),
    firstPublishedDate: post.firstPublishedDate,
    lastPublishedDate: post.lastPublishedDate,
    contentId: post.id,
  });
  const mine = <T extends { instanceId: string }>(item: T | undefined, instanceId: string): T | undefined =>
    item?.instanceId === instanceId ? item : undefined;
  const noDraft = (id: string | undefined): Reply =>
    wixError(404, 'DRAFT_POST_NOT_FOUND', `Draft post ${id} was not found`);
  const findBySlug = (instanceId: string, slug: string): PublishedPost | undefined =>
    [...posts.values()].find((post) => post.instanceId === instanceId && post.slug === slug);
  const freeSlug = (draft: DraftPost): string => {
    const wanted = slugify(asText(draft.fields.seoSlug) ?? asText(draft.fields.title) ?? '');
    let slug = wanted;
    for (let number = 2; ; number++) {
      const holder = findBySlug(draft.instanceId, slug);
      if (!holder || holder.id === draft.id) return slug;
      slug = `${wanted}-${number}`;
    }
  };

  return {
    findBySlug,
    drafts: (instanceId) =>
      [...drafts.values()].filter((draft) => !instanceId || draft.instanceId === instanceId),
    posts: (instanceId) =>
      [...posts.values()].filter((post) => !instanceId || post.instanceId === instanceId),
    createDraft: (call, instanceId) => {
      const fields = accept(asObject(asObject(call.json).draftPost), instanceId);
      const refusal = refuse(fields, instanceId);
      if (refusal) return refusal;
      const at = stamp();
      const draft: DraftPost = {
        id: randomUUID(),
        instanceId,
        status: 'UNPUBLISHED',
        createdDate: at,
        editedDate: at,
        hasUnpublishedChanges: false,
        fields,
      };
      drafts.set(draft.id, draft);
      changed();
      return json(200, { draftPost: viewDraft(draft, wantsRichContent(call)) });
    },
    getDraft: (call, instanceId) => {
      const draft = mine(drafts.get(call.params.id!), instanceId);
      return draft
        ? json(200, { draftPost: viewDraft(draft, wantsRichContent(call)) })
        : noDraft(call.params.id);
    },
    updateDraft: (call, instanceId) => {
      const draft = mine(drafts.get(call.params.id!), instanceId);
      if (!draft) return noDraft(call.params.id);
      const fields = { ...draft.fields, ...accept(asObject(asObject(call.json).draftPost), instanceId) };
      const refusal = refuse(fields, instanceId);
      if (refusal) return refusal;
      Object.assign(draft, {
        fields,
        editedDate: stamp(),
        hasUnpublishedChanges: draft.status === 'PUBLISHED',
      });
      changed();
      return json(200, { draftPost: viewDraft(draft, wantsRichContent(call)) });
    },
    deleteDraft: (call, instanceId) => {
      const draft = mine(drafts.get(call.params.id!), instanceId);
      if (!draft) return noDraft(call.params.id);
      drafts.delete(draft.id);
      changed();
      return json(200, {});
    },
    queryDrafts: (call, instanceId) => {
      const visibleBefore = new Date(now() - input.draftVisibilityDelayMs).toISOString();
      const visible = [...drafts.values()].filter(
        (draft) => draft.instanceId === instanceId && draft.createdDate <= visibleBefore,
      );
      const query = asObject(asObject(call.json).query);
      const page = runQuery({ items: visible, fieldsOf: filterable, query });
      const draftPosts = page.items.map((draft) => viewDraft(draft, wantsRichContent(call)));
      return json(200, {
        draftPosts,
        pagingMetadata: { count: page.count, offset: page.offset, total: page.total },
      });
    },
    publish: (call, instanceId) => {
      const draft = mine(drafts.get(call.params.id!), instanceId);
      if (!draft) return noDraft(call.params.id);
      const earlier = posts.get(draft.id);
      const at = stamp();
      posts.set(draft.id, {
        id: draft.id,
        instanceId,
        slug: earlier?.slug ?? freeSlug(draft),
        firstPublishedDate: earlier?.firstPublishedDate ?? at,
        lastPublishedDate: at,
        publishCount: (earlier?.publishCount ?? 0) + 1,
        fields: draft.fields,
      });
      Object.assign(draft, { status: 'PUBLISHED', hasUnpublishedChanges: false });
      changed();
      return json(200, { postId: draft.id });
    },
    getPost: (call, instanceId) => {
      const post = mine(posts.get(call.params.id!), instanceId);
      if (!post) return wixError(404, 'POST_NOT_FOUND', `Post ${call.params.id} was not found`);
      return json(200, { post: viewPost(post, wantsRichContent(call)) });
    },
    queryPosts: (call, instanceId) => {
      const query = asObject(asObject(call.json).query);
      const items = [...posts.values()].filter((post) => post.instanceId === instanceId);
      const page = runQuery({ items, fieldsOf: filterable, query });
      const found = page.items.map((post) => viewPost(post, wantsRichContent(call)));
      return json(200, {
        posts: found,
        pagingMetadata: { count: page.count, offset: page.offset, total: page.total },
      });
    },
    save: () => ({ drafts: [...drafts.values()], posts: [...posts.values()] }),
    load: (saved) => {
      for (const draft of saved.drafts) drafts.set(draft.id, draft);
      for (const post of saved.posts) posts.set(post.id, post);
    },
    clear: () => {
      drafts.clear();
      posts.clear();
      changed();
    },
  };
}
