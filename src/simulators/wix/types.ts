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
  operationStatus: 'READY' | 'PENDING' | 'FAILED';
  /** When a pending file becomes ready, in milliseconds since 1970; never if left out. */
  readyMs?: number;
}

/** A stored draft post: the fields that were sent, and those the store adds. */
export interface DraftPost {
  id: string;
  instanceId: string;
  status: 'UNPUBLISHED' | 'PUBLISHED';
  createdDate: string;
  editedDate: string;
  hasUnpublishedChanges: boolean;
  /** The fields as sent: title, excerpt, memberId, richContent, media, seoSlug and so on. */
  fields: Record<string, unknown>;
}

/** A published post. */
export interface PublishedPost {
  id: string;
  instanceId: string;
  slug: string;
  firstPublishedDate: string;
  lastPublishedDate: string;
  /** How often it has been published, including the first time. */
  publishCount: number;
  fields: Record<string, unknown>;
}

/** A granted access token. */
export interface AccessToken {
  token: string;
  instanceId: string;
  /** The app it was granted to. */
  appId?: string;
  expiresMs: number;
}

/** The persistent state of the Wix simulator. */
export interface WixSnapshot {
  tokens: AccessToken[];
  drafts: DraftPost[];
  posts: PublishedPost[];
  files: MediaFile[];
  disconnected: string[];
}
