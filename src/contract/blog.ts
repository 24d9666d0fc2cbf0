/** What a blog order is: one post of a store's blog. */

/** Where a blog's subject comes from: a product of the store, a category of its products, or a keyword. */
export const SOURCE_TYPES = ['product', 'category', 'keyword'] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

/** What becomes of a finished post: it goes out, it stays a draft in the store, or a person approves it first. */
export const PUBLISH_MODES = ['publish', 'draft', 'approve'] as const;
export type PublishMode = (typeof PUBLISH_MODES)[number];

/**
 * Whether a post has a picture: it must have one, it goes out without where none can be made, or none is made.
 */
export const PICTURE_MODES = ['required', 'optional', 'none'] as const;
export type PictureMode = (typeof PICTURE_MODES)[number];

/** Rounds of ideas of one order, the first included. */
export const MOST_IDEA_ROUNDS = 5;
