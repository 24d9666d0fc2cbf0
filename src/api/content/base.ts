/** Where texts live. */
export const CONTENT_BASE = '/api/content';
