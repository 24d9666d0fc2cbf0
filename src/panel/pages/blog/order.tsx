import { Callout, Flex, Grid, Link as Out, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { attemptsQuery, orderEventsQuery, orderQuery } from '../../api/queries';
import type { OrderDetail } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { Attempts } from '../../parts/attempts';
import { Costs } from '../../parts/costs';
import { Fact, Facts, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { problemWith } from '../../parts/form';
import { DISCONNECTED, useSayCause } from '../../parts/failures';
import { PageHead } from '../../parts/layout';
import { nameOfOrder } from '../../parts/names';
import { Failed, Shown } from '../../parts/states';
import { OrderBadge, Progress, sayOrderStatus, Standing } from '../../parts/status';
import { When } from '../../parts/times';
import { Timeline } from '../../parts/timeline';
import { useCan, useSession } from '../../session';
import { useAct } from './action';
import { Ideas } from './ideas';
import { OrdersActs } from './many';
import { Post } from './post';
import { Release, Resolve } from './release';

function OrderFacts({ order }: { order: OrderDetail }) {
  const say = useSay();
  const intl = useIntl();
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
      <Fact label={say('pages.priority')}>{intl.formatNumber(order.priority)}</Fact>
      {order.createdAt && (
        <Fact label={say('pages.created')}>
          <When at={order.createdAt} />
        </Fact>
      )}
      {order.finishedAt && (
        <Fact label={say('orders.ended')}>
          <When at={order.finishedAt} />
        </Fact>
      )}
    </Facts>
  );
}

/** Why a post is on hold, with the way to its store where that has to be connected again. */
function OnHold({ order, waiting }: { order: OrderDetail; waiting: NonNullable<OrderDetail['waiting']> }) {
  const say = useSay();
  const can = useCan();
  const sayCause = useSayCause();
  return (
    <Callout.Root color="amber" mb="4">
      <Callout.Text>
        {sayCause({ ...order, ...waiting })}
        {waiting.reason === DISCONNECTED && order.storeId && can('stores.read') && (
          <>
            {' '}
            <Link to={`/stores/${order.storeId}/connection`}>{say('failure.Provider.Closed.reconnect')}</Link>
          </>
        )}
      </Callout.Text>
    </Callout.Root>
  );
}

/** How many drafts of the latest round failed the quality checks. */
function useRejectedDrafts(order: OrderDetail): number {
  const attempts = useQuery({
    ...attemptsQuery('order', order.id),
    enabled: order.errorType === 'Draft.Rejected',
  });
  const latest = (attempts.data?.items ?? []).filter(({ round }) => round === order.round);
  return latest.filter(({ state }) => state === 'rejected' || state === 'unusable').length;
}

function OrderShown({ order }: { order: OrderDetail }) {
  const say = useSay();
  const sayCause = useSayCause();
  const drafts = useRejectedDrafts(order);
  const { temporalUiUrl } = useSession();
  const act = useAct(order.id);
  useKeptFocus(`${order.status} ${order.publishAt ?? ''}`);
  const events = useQuery(orderEventsQuery(order.id));
  const isRunning = order.phase === 'queued' || order.phase === 'running' || order.phase === 'accepted';
  return (
    <>
      <PageHead title={nameOfOrder(say, order)}>
        <Release order={order} act={act} />
        <OrdersActs orders={[order]} />
        {temporalUiUrl && (
          <Out href={`${temporalUiUrl}/blog:${order.id}`} target="_blank" rel="noopener noreferrer">
            Temporal
          </Out>
        )}
      </PageHead>
      <Standing
        badge={<OrderBadge order={order} />}
        says={sayOrderStatus(say, order)}
        error={order.error && sayCause({ ...order, type: order.errorType, message: order.error, drafts })}
      />
      {act.error && !problemWith(act.error, 'draftId') && <Failed error={act.error} />}
      {order.waiting && <OnHold order={order} waiting={order.waiting} />}
      {isRunning && <Progress progress={order.progress} />}
      {order.status === 'UNCONFIRMED' && <Resolve order={order} act={act} />}
      <Grid columns={{ initial: '1', md: 'minmax(0, 1fr) 300px' }} gap="6">
        <Flex direction="column" gap="5" minWidth="0">
          {order.status === 'AWAITING_SELECTION' && <Ideas order={order} act={act} />}
          <Post order={order} />
          {order.post === null && isRunning && <Text color="gray">{say('orders.noPost')}</Text>}
          <Section name={say('attempt.title')}>
            <Attempts kind="order" id={order.id} />
          </Section>
        </Flex>
        <Flex direction="column" gap="5" minWidth="0">
          <Section name={say('pages.facts')}>
            <OrderFacts order={order} />
          </Section>
          <Section name={say('costs.title')}>
            <Costs kind="order" id={order.id} />
          </Section>
          <Section name={say('pages.timeline')}>
            <Shown of={events}>
              {({ items, nextCursor }) => <Timeline entries={items} isCut={nextCursor !== null} />}
            </Shown>
          </Section>
        </Flex>
      </Grid>
    </>
  );
}

/** One blog order: how it stands, what there is to pick, the post, its attempts, its money and what happened. */
export function OrderPage() {
  const { id = '' } = useParams();
  const order = useQuery(orderQuery(id));
  return <Shown of={order}>{(data) => <OrderShown key={data.id} order={data} />}</Shown>;
}
