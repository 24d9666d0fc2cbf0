/** A media file of a store. */
export interface MediaFile {
  id: string;
  instanceId: string;
  displayName: string;
  mimeType: string;
  width: number;
  height: number;
  sizeInBytes: number;
  createdDate: string;
  operationStatus: 'READY' | 'FAILED';
}

/** A draft post as it is kept: the fields that were sent and the ones that the store adds. */
export interface DraftPost {
  id: string;
  instanceId: string;
  status: 'UNPUBLISHED' | 'PUBLISHED';
  createdDate: string;
  editedDate: string;
  hasUnpublishedChanges: boolean;
  /** The sent fields: title, excerpt, memberId, richContent, media, seoSlug and the like. */
  fields: Record<string, unknown>;
}

/** A published post. */
export interface PublishedPost {
  id: string;
  instanceId: string;
  slug: string;
  firstPublishedDate: string;
  lastPublishedDate: string;
  /** How often it was published, the first time included. */
  publishCount: number;
  fields: Record<string, unknown>;
}

/** A granted access token. */
export interface AccessToken {
  token: string;
  instanceId: string;
  /** The app that it was granted to. */
  appId?: string;
  expiresMs: number;
}

/** What the Wix side keeps. */
export interface WixSnapshot {
  tokens: AccessToken[];
  drafts: DraftPost[];
  posts: PublishedPost[];
  files: MediaFile[];
  disconnected: string[];
}
