/** Where generation items live. */
export const ITEMS_BASE = '/api/generation';
