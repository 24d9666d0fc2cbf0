/** For how many hours the mailed link of a purchase can be used. */
export const LINK_HOURS = 24;

/** Purchases of one address whose links can be used at a time. */
export const MOST_OPEN_LINKS = 30;

/** The same purchase is mailed again after so many seconds at the earliest. */
export const RESEND_AFTER_SECONDS = 60;

/** Purchases that nobody confirms are deleted after so many days. */
export const UNCONFIRMED_DAYS = 7;

/** Days that a confirmed order waits for its payment. */
export const PAY_WITHIN_DAYS = 7;

/** Characters of what buyers write. */
export const LONGEST_NOTES = 1_000;
export const LONGEST_TOPIC = 200;
export const LONGEST_NICHE = 100;
export const LONGEST_KEYWORD = 100;

/** Characters of what an administrator writes to a buyer whose text is rejected. */
export const LONGEST_REASON = 1_000;
