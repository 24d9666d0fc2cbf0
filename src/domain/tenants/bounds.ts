/** Keys of one tenant that are valid at once. */
export const MOST_KEYS = 100;

/** Revoked keys of one tenant that stay in its list; older ones are deleted. */
export const MOST_REVOKED_KEYS = 400;

/** Sessions, and sign-in links, of one key or person, and of all keys and members of a tenant; the oldest give way to new ones. */
export const MOST_SIGN_INS = { ofKey: 20, ofTenant: 200 } as const;

/** Members of one tenant, invited ones included. */
export const MOST_MEMBERS = 100;

/** Tenants that one person is a member of. */
export const MOST_MEMBERSHIPS = 100;

/** Removed members of one tenant whose names are kept; older ones are deleted. */
export const MOST_REMOVED_MEMBERS = 400;

/** Mails with invitations within a day: of one tenant, and of one tenant to one address. */
export const MOST_INVITATION_MAILS = { ofTenant: 100, toAddress: 5 } as const;

/** An invitation is sent again after so many seconds at the earliest. */
export const RESEND_AFTER_SECONDS = 60;

/** How long an invitation can be accepted, in days. */
export const INVITATION_DAYS = 7;

/** How long a mailed sign-in link can be used, in minutes, and how many unused ones a person has at a time. */
export const MAIL_LINK_MINUTES = 15;
export const MOST_MAIL_LINKS = 5;
