import { z } from 'zod';
import { OUTLET_LINK_STATES, OUTLET_STATES } from '../../contract/outlets';
import type { ArticleOutlet } from '../../db/catalogue/outlets';
import { uuid } from '../http/schemas';

const time = z.iso.datetime().nullable();

/** Where the articles of a site go out, as answers and requests have it. */
export const outlet = z
  .union([
    z.strictObject({ storeId: uuid.describe('A store of this installation') }),
    z.strictObject({
      hookUrl: z.string().min(1).max(2_048).describe('Address that is sent each article that is published'),
    }),
  ])
  .nullable()
  .describe(
    'Where articles go out when a version is published: a store, a publish hook, or null for nowhere',
  );

export const articleOutletView = z.object({
  hasOutlet: z.boolean().describe('Whether the site has an outlet'),
  state: z
    .enum(OUTLET_STATES)
    .nullable()
    .describe('`unconfirmed` if nobody knows whether the store has it; null if it never was to go out'),
  wantedVersionId: uuid.nullable(),
  deliveredVersionId: uuid.nullable().describe('The version that is at the outlet'),
  url: z.string().nullable().describe('The page, where the outlet told it'),
  lastProblem: z
    .object({ type: z.string().nullable(), reason: z.string() })
    .nullable()
    .describe('Why the last attempt came to nothing'),
  linkState: z
    .enum(OUTLET_LINK_STATES)
    .nullable()
    .describe('The worst that was found of its paid links; null if it has none or they were not looked at'),
  links: z.array(z.object({ orderId: uuid, state: z.enum(OUTLET_LINK_STATES) })),
  deliveredAt: time,
  checkedAt: time,
});

/** How an article stands at the outlet of its site. */
export function viewArticleOutlet(found: ArticleOutlet): z.output<typeof articleOutletView> {
  return {
    ...found,
    deliveredAt: found.deliveredAt?.toISOString() ?? null,
    checkedAt: found.checkedAt?.toISOString() ?? null,
  };
}

export const lostLinksView = z
  .array(z.object({ orderId: uuid, anchorText: z.string(), targetUrl: z.string() }))
  .describe('Links that were paid for and would be gone');
