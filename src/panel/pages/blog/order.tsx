import { Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { attemptsQuery, oneQuery } from '../../api/queries';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { Fact, Facts } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { problemWith } from '../../parts/form';
import { DISCONNECTED } from '../../parts/failures';
import { Failed, Shown } from '../../parts/states';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { CommonFacts, isMoving, OrderLayout } from '../orders/page';
import { useAct } from './action';
import { BLOG_API, BLOG_PATH } from './api';
import type { OrderDetail } from './api';
import { Ideas } from './ideas';
import { Post } from './post';
import { Release, Resolve } from './release';
import { causeOf } from './row';

function OrderFacts({ order }: { order: OrderDetail }) {
  const say = useSay();
  const can = useCan();
  const picked = order.ideas.find(({ id }) => id === order.selectedIdeaId);
  return (
    <Facts>
      <Fact label={say('orders.about')}>
        {say(`orders.source.${order.sourceType}`)}: {order.subject ?? order.sourceId}
      </Fact>
      {order.storeName && (
        <Fact label={say('orders.store')}>
          {can('stores.read') && order.storeId ? (
            <Link to={`/stores/${order.storeId}`}>{order.storeName}</Link>
          ) : (
            order.storeName
          )}
        </Fact>
      )}
      {picked && <Fact label={say('orders.picked')}>{picked.title}</Fact>}
      <Fact label={say('store.publishMode')}>{say(`store.publish.${order.publishMode}`)}</Fact>
      <Fact label={say('store.pictures')}>{say(`store.pictures.${order.picture}`)}</Fact>
      {order.publishAt && (
        <Fact label={say('orders.planned')}>
          <When at={order.publishAt} />
          {order.publishAtLocal && order.timeZone && (
            <Text as="div" size="1" color="gray">
              {say('orders.planned.zone', { time: order.publishAtLocal.slice(11, 16), zone: order.timeZone })}
            </Text>
          )}
        </Fact>
      )}
      {order.batchId && (
        <Fact label={say('pages.batch')}>
          <Link to={`${BLOG_PATH}?batch=${order.batchId}`}>{say('pages.batch')}</Link>
        </Fact>
      )}
      <CommonFacts order={order} />
    </Facts>
  );
}

/** The way to a store that has to be connected again before a post that is on hold goes on. */
function Reconnect({ order }: { order: OrderDetail }) {
  const say = useSay();
  const can = useCan();
  if (order.waiting?.reason !== DISCONNECTED || !order.storeId || !can('stores.read')) return null;
  return (
    <>
      {' '}
      <Link to={`/stores/${order.storeId}/connection`}>{say('failure.Provider.Closed.reconnect')}</Link>
    </>
  );
}

/** How many drafts of the latest round failed the quality checks. */
function useRejectedDrafts(order: OrderDetail): number {
  const attempts = useQuery({
    ...attemptsQuery(BLOG_API, order.id),
    enabled: order.errorType === 'Draft.Rejected',
  });
  const latest = (attempts.data?.items ?? []).filter(({ round }) => round === order.round);
  return latest.filter(({ state }) => state === 'rejected' || state === 'unusable').length;
}

function OrderShown({ kind, order }: { kind: PanelKind; order: OrderDetail }) {
  const say = useSay();
  const drafts = useRejectedDrafts(order);
  const act = useAct(order.id);
  useKeptFocus(`${order.status} ${order.publishAt ?? ''}`);
  return (
    <OrderLayout
      kind={kind}
      order={order}
      buttons={<Release order={order} act={act} />}
      cause={{ ...causeOf(order), drafts }}
      onHold={<Reconnect order={order} />}
      notice={
        <>
          {act.error && !problemWith(act.error, 'draftId') && <Failed error={act.error} />}
          {order.status === 'UNCONFIRMED' && <Resolve order={order} act={act} />}
        </>
      }
      facts={<OrderFacts order={order} />}
    >
      {order.status === 'AWAITING_SELECTION' && <Ideas order={order} act={act} />}
      <Post order={order} />
      {order.post === null && isMoving(order) && <Text color="gray">{say('orders.noPost')}</Text>}
    </OrderLayout>
  );
}

/** One blog order: how it stands, what there is to pick, the post, its attempts, its money and what happened. */
export function OrderPage({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const order = useQuery(oneQuery<OrderDetail>(BLOG_API, id));
  return <Shown of={order}>{(data) => <OrderShown key={data.id} kind={kind} order={data} />}</Shown>;
}
