/** Keys of one tenant that are valid at once. */
export const MOST_KEYS = 100;

/** Revoked keys of one tenant that stay in its list; older ones are deleted. */
export const MOST_REVOKED_KEYS = 400;

/** Sessions, and sign-in links, of one key and of all keys of a tenant; the oldest give way to new ones. */
export const MOST_SIGN_INS = { ofKey: 20, ofTenant: 200 } as const;
