import { z } from 'zod';
import { LOCALES, ROLES, TENANT_KINDS } from '../../contract/tenancy';
import { creationCursor } from '../http/cursor';
import { cleanLine, limitOf, mailAddress, uuid } from '../http/schemas';

/** The token of a link in a mail: 256 random bits. */
export const mailedToken = z.string().regex(/^[\w-]{43}$/, 'must be the token of a link');

export const memberParams = z.strictObject({ id: uuid, memberId: uuid });
export const invitationParams = z.strictObject({ id: uuid, invitationId: uuid });
export const sessionParams = z.strictObject({ id: uuid });

export const listQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

const name = cleanLine(100).describe('Display name');
const role = z.enum(ROLES).describe('Must fit the kind of tenant');
const locale = z.enum(LOCALES).describe('Language of mails to the member');

export const inviteBody = z.strictObject({
  address: mailAddress.describe('Where the invitation is sent, and what the member signs in with'),
  name,
  role: role.optional().describe('Must fit the kind of tenant; by default its first role'),
  locale: locale.default('en'),
});

export const patchMemberBody = z.strictObject({
  name: name.optional(),
  role: role.optional(),
  locale: locale.optional(),
});

export const memberView = z.object({
  id: uuid,
  address: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  locale: z.enum(LOCALES),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe('Accurate to the minute'),
  removedAt: z.iso.datetime().nullable(),
});

export const invitationView = z.object({
  id: uuid,
  address: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  locale: z.enum(LOCALES),
  createdAt: z.iso.datetime(),
  sent: z.int().describe('How often it was sent'),
  sentAt: z.iso.datetime().describe('When it was last sent'),
  expiresAt: z.iso.datetime(),
});

export const tokenBody = z.strictObject({ token: mailedToken });

export const openInvitationView = z.object({
  tenantName: z.string(),
  tenantKind: z.enum(TENANT_KINDS),
  address: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  expiresAt: z.iso.datetime(),
});

export const mailBody = z.strictObject({ address: mailAddress });

export const mailedView = z.object({
  minutes: z.int().describe('For how many minutes a link can be used'),
});

export const membershipView = z.object({
  tenantId: uuid,
  tenantName: z.string(),
  tenantKind: z.enum(TENANT_KINDS),
  role: z.enum(ROLES),
  current: z.boolean().describe('Whether the session is at this tenant'),
});

export const switchBody = z.strictObject({ tenantId: uuid });

export const ownSessionView = z.object({
  id: uuid,
  device: z.string().describe('Browser and system; empty where unknown'),
  tenantName: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe('Accurate to the minute'),
  expiresAt: z.iso.datetime(),
  current: z.boolean().describe('Whether it is the session of this request'),
});
