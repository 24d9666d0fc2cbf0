import type { PerPlatform } from '../contract/platforms';
import type { PublishedLink } from '../domain/linking';
import type { RelOf } from '../domain/text/markdown';

/** The app by which we act for a site. */
export interface AppCredentials {
  appId: string;
  appSecret: string;
}

/** Which site a request is for, and what ends it early. */
export interface SiteCall {
  siteId: string;
  /** The store's own, where it has some; otherwise the installation's are used. */
  credentials?: AppCredentials;
  signal: AbortSignal;
  /** Called before each request that is sent for this call, tokens included; what it throws is thrown instead of sending it. */
  beforeRequest?: () => void;
}

/** A site that its platform signed for somebody who manages it. */
export interface SignedSite {
  siteId: string;
  /** SHA-256 of what was signed; the same whatever way the signature is written. */
  digest: Buffer;
}

/** A product of a site, as far as texts need it. */
export interface Product {
  id: string;
  name: string;
  description: string;
  facts: string[];
}

/** A category of products. */
export interface Category {
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
  /** In the smallest unit of the currency; null where the site names none. */
  price: number | null;
  currency: string | null;
  imageUrl: string | null;
}

/** A post that the site's blog shows. */
export interface ListedPost {
  id: string;
  title: string;
  url: string | null;
  /** ISO 8601 UTC. */
  publishedAt: string | null;
}

/** A picture among the site's media. */
export interface Media {
  id: string;
  url: string;
  width: number;
  height: number;
}

/** A picture that was handed to a site. It can be used once it is `ready`; one that `failed` never will be. */
export interface Upload {
  state: 'ready' | 'pending' | 'failed';
  media: Media;
}

/** A draft as handed to the site. `content` is a document in the publisher's own format. */
export interface DraftPost {
  title: string;
  excerpt: string;
  authorId: string;
  content: unknown;
  language: string;
  slug: string;
  metaTitle: string;
  metaDescription: string;
  hashtags: string[];
  /** Categories of the blog, which are not those of products. */
  categoryIds?: string[];
  tagIds?: string[];
  picture: { id: string; altText: string } | null;
}

/** A draft or post the site already has, as far as it says. */
export interface KnownDraft {
  id: string;
  title: string;
  excerpt: string;
  authorId: string;
  slug: string;
  language: string;
  categoryIds: string[];
  tagIds: string[];
  pictureId: string | null;
  /** When it was made and last changed, by the site's clock; empty where the site does not say. */
  createdAt: string;
  editedAt: string;
  /** Undefined where the site left it out. */
  content: unknown;
  published: boolean;
}

/** A post that the site's blog shows, with its content. */
export interface KnownPost extends ListedPost {
  /** Undefined where the site left it out. */
  content: unknown;
}

/** What a publisher takes. */
export interface PublisherLimits {
  /** Requests of each site by itself. */
  requestsPerMinute: number;
  /** Requests that one publishing activity makes at most, a renewed token apart. */
  requestsPerActivity: number;
  /** Requests that `check`, `products`, `posts` or `draftsByTitle` makes at most for people, new and renewed tokens included. */
  requestsPerQuestion: number;
  /** Size of a document, as `format.bytes` measures it. */
  contentBytes: number;
  /** Length of a title, in what a reader sees as characters. */
  titleGraphemes: number;
}

/** The format in which a publisher takes the content of a post. */
export interface DocumentFormat {
  /** The same Markdown always gives the same document. `relOf` gives what is written of links for search engines. */
  render(markdown: string, options?: { relOf?: RelOf }): unknown;
  /** Size of a document on the wire. */
  bytes(document: unknown): number;
  /**
   * The text a reader would see, white space folded; empty for whatever is no document. Sites add ids and defaults to a
   * document, so two documents are compared by what they say.
   */
  visibleText(document: unknown): string;
  /** The links of a document, in order, with what search engines are told of each; none for whatever is no document. */
  links(document: unknown): PublishedLink[];
  /** Whether a document carries our mark. Without it, which a site may have removed, nobody can say who made the document. */
  isMarked(document: unknown): boolean;
}

/**
 * What Galley asks of a platform on which stores have their sites. Every call is one request, unless it says otherwise (a refused
 * token is renewed and the request made once more). Failures are thrown as a GalleyError.
 */
export interface Publisher {
  /** The platform's name as people know it. */
  readonly displayName: string;
  readonly limits: PublisherLimits;
  readonly format: DocumentFormat;
  /**
   * Reads which site the platform signed for a person who manages it, with the secret of the app that is named or else of the
   * installation's. Undefined where it did not sign that, or not within the last minutes. No request.
   */
  signedSite(given: { signed: string; credentials?: AppCredentials }): SignedSite | undefined;
  /** Finds out whether the site lets us act for it now, whatever it allowed before. Returns where it does. */
  check(call: SiteCall): Promise<void>;
  /** In whose name posts appear unless the store says; undefined where the site has nobody. */
  author(call: SiteCall): Promise<string | undefined>;
  /**
   * Adds a picture to the site's media, which may not be ready at once. May take as many requests as an activity may make. What a
   * one-time address refuses is a failure with the reason `address_refused`.
   */
  upload(call: SiteCall & { fileName: string; bytes: Uint8Array; mimeType: string }): Promise<Upload>;
  /** How a picture is now that was added. */
  uploaded(call: SiteCall & { mediaId: string }): Promise<Upload>;
  /** Answers the draft as the site keeps it, which may be less than what was sent. */
  createDraft(call: SiteCall & { draft: DraftPost }): Promise<KnownDraft>;
  /** Gives a draft another content and leaves everything else of it as it is; a post that is out changes once it is published again. */
  updateDraft(call: SiteCall & { draftId: string; content: unknown }): Promise<void>;
  /** Drafts with exactly one of these titles, newest edit first, with their content. */
  draftsByTitle(call: SiteCall & { titles: readonly string[] }): Promise<KnownDraft[]>;
  /** Published posts with exactly one of these titles, newest first, with their content. */
  postsByTitle(call: SiteCall & { titles: readonly string[] }): Promise<KnownPost[]>;
  deleteDraft(call: SiteCall & { draftId: string }): Promise<void>;
  /** Publishing a draft that is out already updates the same post. */
  publishDraft(call: SiteCall & { draftId: string }): Promise<{ postId: string }>;
  /** `content` where it was asked for, undefined where the site left it out. */
  post(
    call: SiteCall & { postId: string; withContent?: boolean },
  ): Promise<{ id: string; url: string | null; content?: unknown }>;
  /** The newest posts of the blog, newest first. */
  posts(call: SiteCall & { limit: number }): Promise<ListedPost[]>;
  /** Two requests where the site's catalogue is not known. */
  product(call: SiteCall & { productId: string }): Promise<Product>;
  /** Products whose name holds the words, or the first ones where there are none. For people who look for one; up to four requests. */
  products(call: SiteCall & { query: string; limit: number }): Promise<ListedProduct[]>;
  /** Fails with `Provider.Busy`, to be repeated at once, where it has only found out how to ask: its products are read after it. */
  category(call: SiteCall & { categoryId: string }): Promise<Category>;
  /** Names of the first products of a category. */
  categoryProducts(call: SiteCall & { categoryId: string; limit: number }): Promise<string[]>;
}

/** The publisher of each platform. */
export type Publishers = PerPlatform<Publisher>;
