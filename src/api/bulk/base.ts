/** Where bulk jobs live. */
export const BULK_BASE = '/api/bulk-generate';
