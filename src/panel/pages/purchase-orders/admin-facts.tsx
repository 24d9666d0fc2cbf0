import { Code } from '@radix-ui/themes';
import { Link } from 'react-router';
import { PAID_REL } from '../../../domain/linking/paid-rel';
import type { AdminDetail } from '../../api/review-queries';
import { useSay } from '../../messages/use-text';
import { Fact, Facts } from '../../parts/facts';
import { useMoney } from '../../parts/money';
import { isPrice, usePrice } from '../../parts/price';
import { When } from '../../parts/times';
import { CommonFacts } from '../orders/page';
import type { BoughtOrder } from './api';

/** What an order has cost and brought, and what became of its money. */
function Money({ money, order }: { money: AdminDetail['money']; order: BoughtOrder }) {
  const say = useSay();
  const priceOf = usePrice();
  const moneyOf = useMoney();
  const { price, costMicros, retryCostMicros, refund } = money;
  // An administrator's own order has no buyer, and costs nobody anything.
  const isBought = order.email !== null;
  return (
    <>
      <Fact label={say('buying.price')}>{isBought ? priceOf(price) : say('admin.source.admin')}</Fact>
      {isBought && (
        <Fact label={say('buying.fact.payment')}>
          <span>
            {say(`payment.${order.paymentState}`)}
            {order.paidAt && (
              <>
                {' · '}
                <When at={order.paidAt} />
              </>
            )}
          </span>
        </Fact>
      )}
      <Fact label={say('admin.cost')}>
        {moneyOf(costMicros)}
        {retryCostMicros > 0 && ` · ${say('costs.retries', { amount: moneyOf(retryCostMicros) })}`}
      </Fact>
      {isPrice(refund) && (
        <Fact label={say('admin.refund')}>
          <span>
            {priceOf(refund)} · {say(`admin.refund.${refund.state}`)}
            {refund.dueAt && (
              <>
                {' · '}
                <When at={refund.dueAt} />
              </>
            )}
          </span>
        </Fact>
      )}
    </>
  );
}

/** What is known of an order that was bought. */
export function AdminFacts({ detail, order }: { detail: AdminDetail; order: BoughtOrder }) {
  const say = useSay();
  const { article, domain, topic, niche, keyword, notes, outlet } = detail;
  return (
    <Facts>
      <Fact label={say('buying.fact.product')}>{say(`buying.product.${detail.product}`)}</Fact>
      {article && (
        <Fact label={say('buying.fact.article')}>
          <Link to={`/catalogue/articles/${article.id}`}>{article.title}</Link>
        </Fact>
      )}
      <Fact label={say('buying.fact.site')}>
        <Link to={`/catalogue/sites/${domain.id}`}>{domain.name}</Link>
      </Fact>
      {topic && <Fact label={say('buying.field.topic')}>{topic}</Fact>}
      {niche && <Fact label={say('bought.niche')}>{niche}</Fact>}
      {keyword && <Fact label={say('buying.field.keyword')}>{keyword}</Fact>}
      {notes && <Fact label={say('buying.fact.notes')}>{notes}</Fact>}
      <Fact label={say('buying.fact.customer')}>
        {order.email === null ? (
          say('admin.source.admin')
        ) : (
          <Link to={`/customers/${order.tenantId}`}>{order.email}</Link>
        )}
      </Fact>
      <Money money={detail.money} order={order} />
      {detail.submittedAt && detail.submittedBy && (
        <Fact label={say('admin.submitted')}>
          <span>
            {say(`admin.submitted.${detail.submittedBy}`)} · <When at={detail.submittedAt} />
          </span>
        </Fact>
      )}
      {outlet && (
        <Fact label={say('admin.outlet')}>
          {outlet.url ? <a href={outlet.url}>{outlet.state}</a> : outlet.state}
        </Fact>
      )}
      <CommonFacts order={order} />
      <Fact label={say('buying.fact.number')}>{detail.orderId}</Fact>
    </Facts>
  );
}

/** What search engines are told of a link that was ordered. */
const REL = Object.keys(PAID_REL).join(' ');

/** The link that was ordered: its words, where it leads, what search engines are told of it, and the sentence that has it. */
export function LinkFacts({ detail: { anchorText, targetUrl, version } }: { detail: AdminDetail }) {
  const say = useSay();
  const sentence = version?.link && version.content.slice(version.link.start, version.link.end);
  return (
    <Facts>
      <Fact label={say('buying.field.anchor')}>{anchorText}</Fact>
      <Fact label={say('buying.field.url')}>
        <span className="any-width">{targetUrl}</span>
      </Fact>
      <Fact label={say('admin.link.rel')}>
        <Code>{REL}</Code>
      </Fact>
      {sentence && (
        <Fact label={say('admin.link.sentence')}>
          <span className="any-width">{sentence}</span>
        </Fact>
      )}
    </Facts>
  );
}
