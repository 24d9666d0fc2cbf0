import { STARTS_AT_ONCE } from '../orders/start';

/** Blog orders start at once. */
export const BLOG_RULES = STARTS_AT_ONCE;
