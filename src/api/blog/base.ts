import type { PictureStore } from '../../clients/picture-store';
import type { AcceptDeps } from '../http/accept-once';

/** Where blog orders live. */
export const BLOG_BASE = '/api/blog-generation';

/** What the routes of blog orders work with. */
export interface BlogRouteDeps extends AcceptDeps {
  pictureStore: PictureStore;
  now: () => number;
}
