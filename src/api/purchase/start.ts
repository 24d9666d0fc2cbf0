import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { PurchaseContent } from '../../db/purchases/purchases';
import type { Price } from '../../domain/catalogue/currencies';
import { LINK_HOURS } from '../../domain/purchases/bounds';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { inLeastTime } from '../http/least-time';
import type { Guard } from '../http/network-turns';
import type { DescribedRouter } from '../http/route';
import { newSessionWord } from '../tenants/session-cookie';
import type { LimitedMail } from '../tenants/sign-in-limit';
import type { Texts } from '../texts/texts';
import { PURCHASE } from './base';
import { articleContent, linkContent } from './content';
import type { ContentDeps } from './content';
import { startBody, startView } from './schemas';

type Asked = z.output<typeof startBody>;

/** The price that is asked for, unless it is not for sale or has changed since the buyer saw it. */
function priceOf(price: Price | null, seen: Asked['price']): Price {
  if (!price) throw new ApiError('conflict', 'This is not for sale at the moment.');
  if (seen && !isDeepStrictEqual(seen, price))
    throw new ApiError('price_changed', 'The price has changed. Look at the new one and order again.', {
      price,
    });
  return price;
}

/** What a valid request asks for, with its price. Throws what the buyer is told where it cannot be ordered. */
async function contentOf(deps: ContentDeps, asked: Asked): Promise<PurchaseContent> {
  if (asked.articleId === undefined) {
    const { content, prices } = await articleContent(deps, {
      ...asked,
      ...{ domainId: asked.domainId!, topic: asked.topic!, keyword: asked.keyword! },
    });
    return { ...content, price: priceOf(prices.article, asked.price) };
  }
  const { content, prices, assertPlace } = await linkContent(deps, { ...asked, articleId: asked.articleId });
  const price = priceOf(prices.backlink, asked.price);
  await assertPlace();
  return { ...content, price };
}

/** Adds the route by which a visitor orders something; nothing is an order before the mailed link is confirmed. */
export function addStart(
  routes: DescribedRouter,
  deps: { db: Db; texts: Texts; limitedMail: LimitedMail; guard: Guard },
): void {
  const { db, limitedMail, guard } = deps;
  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PURCHASE}/start`,
      summary: 'Start purchase',
      description:
        'Checks what is ordered and mails a link that leads to the payment. The same purchase again is the same one.',
      body: startBody,
      guard,
      answers: {
        202: { description: 'Accepted; says nothing of the address.', schema: envelopeOf(startView) },
        404: { description: 'The article or site is not in the public list.' },
        409: { description: 'It is not for sale, or its price is another one by now (`price_changed`).' },
        429: {
          description:
            'Too many links were requested for this address or from this network; see `Retry-After`.',
        },
      },
    },
    async ({ body, req }) => {
      const content = await contentOf(deps, body);
      limitedMail(req, body.email);
      const { word: token, wordHash: tokenHash } = newSessionWord();
      const work = db.transaction((tx) =>
        tx.purchases.startPurchase({
          ...content,
          token,
          tokenHash,
          address: body.email,
          locale: body.locale,
        }),
      );
      const started = await inLeastTime(work);
      if (started === 'full')
        throw new ApiError(
          'too_many_requests',
          'Too many purchases of this address wait to be confirmed. Use a link that you have received.',
          {},
          60 * 60,
        );
      const { product, price } = content;
      return inEnvelope(
        'Check your email to continue.',
        { purchaseId: started.purchaseId, product, price, minutes: LINK_HOURS * 60 },
        202,
      );
    },
  );
}
