import { z } from 'zod';
import { MAIL_LOCALES } from '../../contract/mail';
import { PRODUCTS } from '../../contract/orders';
import { CURRENCIES, MAX_PRICE } from '../../domain/catalogue/currencies';
import { checkAnchor, checkTargetUrl, LONGEST_ANCHOR } from '../../domain/linking';
import { statusesOf } from '../../domain/orders/lifecycle';
import { LONGEST_KEYWORD, LONGEST_NICHE, LONGEST_NOTES, LONGEST_TOPIC } from '../../domain/purchases/bounds';
import { LONGEST_ADDRESS } from '../../domain/text/web-address';
import { ANCHOR_WORDS, TARGET_WORDS } from '../catalogue/anchor';
import { creationCursor } from '../http/cursor';
import { cleanLine, cleanText, lineOrNothing, limitOf, mailAddress, uuid } from '../http/schemas';
import { mailedToken } from '../tenants/member-schemas';

const time = z.iso.datetime();

/** A price as answers and requests have it. */
const price = z.strictObject({
  amount: z.int().min(1).max(MAX_PRICE).describe('In the smallest unit of the currency: cents, whole yen'),
  currency: z.enum(CURRENCIES).describe('ISO 4217'),
});

export const targetUrl = z
  .string()
  .min(1)
  .max(LONGEST_ADDRESS)
  .transform((given, context) => {
    const checked = checkTargetUrl(given.trim());
    if (checked.ok) return checked.url;
    context.addIssue({ code: 'custom', message: TARGET_WORDS[checked.problem] });
    return z.NEVER;
  })
  .describe('Where the link leads: http or https, a public host; names in other scripts become punycode');

export const anchorText = z
  .string()
  .min(1)
  .max(2 * LONGEST_ANCHOR)
  .transform((given, context) => {
    const checked = checkAnchor(given);
    if (checked.ok) return checked.text;
    context.addIssue({ code: 'custom', message: ANCHOR_WORDS[checked.problem] });
    return z.NEVER;
  })
  .describe('The text of the link, exactly as it is shown');

const locale = z.enum(MAIL_LOCALES);

/** What makes a purchase one of a new article, and what one of a link. */
const OF_ARTICLE = ['topic', 'niche', 'keyword'] as const;

export const startBody = z
  .strictObject({
    articleId: uuid
      .optional()
      .describe('The article that the link goes into; leave it out for a new article'),
    domainId: uuid.optional().describe('The site that a new article is written for'),
    topic: cleanLine(LONGEST_TOPIC).optional().describe('What a new article is about'),
    niche: lineOrNothing(LONGEST_NICHE).optional().describe('Its field'),
    keyword: cleanLine(LONGEST_KEYWORD).optional().describe('What a new article is to be found by'),
    targetUrl,
    anchorText,
    notes: cleanText(LONGEST_NOTES)
      .optional()
      .describe('Wishes; they change nothing but the place of the link'),
    email: mailAddress.describe('Where the link that leads to the payment is mailed'),
    locale: locale.default('en').describe('Language of mails and of the checkout'),
    price: price.optional().describe('The price that the buyer was shown; another one is refused'),
  })
  .superRefine((body, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (body.articleId === undefined && body.domainId === undefined)
      refuse('articleId', 'is required, or else domainId for a new article');
    else if (body.articleId !== undefined) {
      if (body.domainId !== undefined) refuse('domainId', 'is only for a new article');
      for (const field of OF_ARTICLE)
        if (body[field] !== undefined) refuse(field, 'is only for a new article');
    } else
      for (const field of ['topic', 'keyword'] as const)
        if (body[field] === undefined) refuse(field, 'is required for a new article');
  });

export const startView = z.object({
  purchaseId: uuid,
  product: z.enum(PRODUCTS),
  price,
  minutes: z.int().describe('For how many minutes the mailed link can be used'),
});

export const linkBody = z.strictObject({ token: mailedToken });

export const article = z.object({ id: uuid, title: z.string() }).nullable();
export const domain = z.object({ name: z.string(), host: z.string() });

export const linkView = z.object({
  purchaseId: uuid,
  product: z.enum(PRODUCTS),
  state: z.enum(['open', 'used']).describe('`used`: it was confirmed, and is an order by now'),
  article: article.describe('Null for an article that is still to be written'),
  domain,
  topic: z.string().nullable(),
  keyword: z.string().nullable(),
  anchorText: z.string(),
  targetUrl: z.string(),
  notes: z.string(),
  price,
  email: z.string().describe('Its first letter and its domain'),
  expiresAt: time,
});

export const confirmView = z.object({
  orderId: uuid,
  checkoutUrl: z.string().nullable().describe('Where to pay; null if that cannot be reached at the moment'),
});

export const orderParams = z.strictObject({ orderId: uuid });

export const checkoutView = z.object({ checkoutUrl: z.string() });

export const paymentCheckView = z.object({
  asked: z
    .boolean()
    .describe(
      'Whether the payment provider is asked; not where nothing can be open, or it was asked just now',
    ),
});

export const statusLinkView = z.object({
  minutes: z.int().describe('For how many minutes a link can be used'),
});

export const PAYMENT_STATES = ['unpaid', 'pending', 'paid', 'expired', 'not_due'] as const;

export const paymentState = z
  .enum(PAYMENT_STATES)
  .describe(
    '`pending`: the buyer has paid in a way that takes days; `expired`: it was not paid for in time; `not_due`: an administrator ordered it',
  );

/** What an order costs; nothing where an administrator ordered it. */
export const orderPrice = z.object({
  amount: z.int().min(0).describe('In the smallest unit of the currency; 0 for an order of an administrator'),
  currency: z.enum(CURRENCIES).describe('ISO 4217'),
});

/** What the status of an order and the list of orders both show. */
export const boughtMembers = {
  orderId: uuid,
  product: z.enum(PRODUCTS),
  status: z.enum(statusesOf('backlink')),
  statusMessage: z.string(),
  paymentState,
  price: orderPrice,
  article,
  domain,
  topic: z.string().nullable().describe('What a new article is about'),
  anchorText: z.string(),
  targetUrl: z.string(),
  createdAt: time,
};

export const boughtView = z.object(boughtMembers);

export const boughtQuery = z.strictObject({ limit: limitOf(100, 20), cursor: creationCursor.optional() });

export const siteView = z.object({
  id: uuid,
  name: z.string(),
  host: z.string(),
  language: z.string(),
  niche: z.string(),
  prices: z.object({
    backlink: price.nullable().describe('Null for what is not sold'),
    article: price.nullable().describe('Null for what is not sold'),
  }),
});

export const sitesQuery = z.strictObject({ limit: limitOf(100, 50), cursor: creationCursor.optional() });
