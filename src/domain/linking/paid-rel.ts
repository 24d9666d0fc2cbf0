import type { LinkRel } from '../text/markdown/rel';

/** What search engines are told of a link that was paid for: `rel="sponsored nofollow"`. */
export const PAID_REL: Readonly<LinkRel> = { sponsored: true, nofollow: true };
