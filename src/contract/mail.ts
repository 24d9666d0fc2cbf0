/** What a mail can be. */
export const MAIL_KINDS = ['sign_in_link', 'invitation'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];
