import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { oneQuery } from '../../api/queries';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { Fact, Facts } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { usePrice } from '../../parts/price';
import { Shown } from '../../parts/states';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { CommonFacts, OrderLayout } from '../orders/page';
import type { BoughtOrder } from './api';

function BoughtFacts({ kind, order }: { kind: PanelKind; order: BoughtOrder }) {
  const say = useSay();
  const can = useCan();
  const priceOf = usePrice();
  const { title, domain, topic, niche, keyword, anchorText, targetUrl, notes, price, paidAt } = order;
  return (
    <Facts>
      <Fact label={say('buying.fact.product')}>{say(kind.one)}</Fact>
      {/* A new article has none yet. */}
      {title !== null && topic === null && (
        <Fact label={say('buying.fact.article')}>
          {can('catalogue.read') ? <Link to={`/catalogue/articles/${order.articleId}`}>{title}</Link> : title}
        </Fact>
      )}
      <Fact label={say('buying.fact.site')}>
        {can('catalogue.read') ? (
          <Link to={`/catalogue/sites/${domain.id}`}>{domain.name}</Link>
        ) : (
          domain.name
        )}
      </Fact>
      {topic && <Fact label={say('buying.field.topic')}>{topic}</Fact>}
      {niche && <Fact label={say('bought.niche')}>{niche}</Fact>}
      {keyword && <Fact label={say('buying.field.keyword')}>{keyword}</Fact>}
      <Fact label={say('buying.field.anchor')}>{anchorText}</Fact>
      <Fact label={say('buying.field.url')}>{targetUrl}</Fact>
      {notes && <Fact label={say('buying.fact.notes')}>{notes}</Fact>}
      <Fact label={say('buying.price')}>{priceOf(price)}</Fact>
      <Fact label={say('buying.fact.payment')}>
        <span>
          {say(`payment.${order.paymentState}`)}
          {paidAt && (
            <>
              {' · '}
              <When at={paidAt} />
            </>
          )}
        </span>
      </Fact>
      <Fact label={say('buying.fact.customer')}>
        <Link to={`/customers/${order.tenantId}`}>{order.email}</Link>
      </Fact>
      <CommonFacts order={order} />
    </Facts>
  );
}

function Bought({ kind, order }: { kind: PanelKind; order: BoughtOrder }) {
  useKeptFocus(order.status);
  return <OrderLayout kind={kind} order={order} facts={<BoughtFacts kind={kind} order={order} />} />;
}

/** One order that was bought: how it stands, what was ordered, who pays, what happened. */
export function BoughtPage({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const order = useQuery(oneQuery<BoughtOrder>(kind.api, id));
  return <Shown of={order}>{(data) => <Bought key={data.id} kind={kind} order={data} />}</Shown>;
}
