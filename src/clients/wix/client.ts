import { createWixBlog } from './blog';
import { createWixCatalog } from './catalog';
import { createWixRequests } from './request';
import type { StoreCall, WixOptions } from './request';

/** A product of a store, as far as texts need it. */
export interface StoreProduct {
  id: string;
  name: string;
  description: string;
  facts: string[];
}

/** A collection of products ("category" in orders), with its first products. */
export interface StoreCollection {
  id: string;
  name: string;
  description: string;
}

/** A product in the answer to a search. */
export interface ListedProduct {
  id: string;
  name: string;
  /** Plain text, its first 500 characters. */
  description: string;
  /** In the smallest unit of the currency; null where the store names none. */
  price: number | null;
  currency: string | null;
  imageUrl: string | null;
}

/** A post that the store's blog shows. */
export interface ListedPost {
  id: string;
  title: string;
  url: string | null;
  /** ISO 8601 UTC. */
  publishedAt: string | null;
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
  categoryIds?: string[];
  tagIds?: string[];
  picture: { id: string; altText: string } | null;
}

/** A draft or post the store already has, as far as it says. */
export interface KnownDraft {
  id: string;
  title: string;
  excerpt: string;
  memberId: string;
  seoSlug: string;
  language: string;
  categoryIds: string[];
  tagIds: string[];
  pictureId: string | null;
  editedAt: string;
  richContent: unknown;
  published: boolean;
}

/** What a blog order asks of a store. Every call is one request (a refused token is renewed and the call made once more). */
export interface StoreClient {
  product(call: StoreCall & { productId: string }): Promise<StoreProduct>;
  /** Products whose name holds the words, or the first ones where there are none. */
  products(call: StoreCall & { query: string; limit: number }): Promise<ListedProduct[]>;
  collection(call: StoreCall & { collectionId: string }): Promise<StoreCollection>;
  /** Names of the first products of a collection. */
  collectionProducts(call: StoreCall & { collectionId: string; limit: number }): Promise<string[]>;
  firstMember(call: StoreCall): Promise<string | undefined>;
  uploadUrl(call: StoreCall & { fileName: string; mimeType: string }): Promise<string>;
  upload(
    call: StoreCall & { uploadUrl: string; bytes: Uint8Array; mimeType: string },
  ): Promise<{ id: string; url: string; width: number; height: number }>;
  /** Answers the draft as the store keeps it, which may be less than what was sent. */
  createDraft(call: StoreCall & { draft: DraftPost }): Promise<KnownDraft>;
  /** Drafts with exactly this title, newest edit first, with their content. */
  draftsByTitle(call: StoreCall & { title: string }): Promise<KnownDraft[]>;
  deleteDraft(call: StoreCall & { draftId: string }): Promise<void>;
  publishDraft(call: StoreCall & { draftId: string }): Promise<{ postId: string }>;
  post(call: StoreCall & { postId: string }): Promise<{ id: string; url: string | null }>;
  /** The newest posts of the blog, newest first. */
  posts(call: StoreCall & { limit: number }): Promise<ListedPost[]>;
}

/** A client over Wix's REST interfaces. */
export function createWixClient(options: WixOptions): StoreClient {
  const ask = createWixRequests(options);
  return { ...createWixCatalog(ask), ...createWixBlog(ask) };
}
