import { Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { refundsQuery } from '../../api/refund-queries';
import type { Refund } from '../../api/refund-queries';
import { KIND_LIST } from '../../kinds';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { useAmount } from '../../parts/price';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { RefundActs } from './acts';

const COLOURS = {
  requested: 'amber',
  pending: 'amber',
  unconfirmed: 'red',
  succeeded: 'grass',
  failed: 'red',
} as const satisfies Record<Refund['state'], string>;

const STATES = Object.keys(COLOURS) as Array<Refund['state']>;

/** What a person decided last, and when. */
function Decision({ refund: { resolution, resolvedAt } }: { refund: Refund }) {
  const say = useSay();
  const intl = useIntl();
  if (resolution === null || resolvedAt === null) return null;
  const time = intl.formatDate(resolvedAt, { dateStyle: 'medium', timeStyle: 'short' });
  return <> · {say(`refunds.resolved.${resolution}`, { time })}</>;
}

function Line({ refund }: { refund: Refund }) {
  const say = useSay();
  const can = useCan();
  const amountOf = useAmount();
  const { orderId, orderKind, reason, state, stripeRefundId, tries, lastProblem, createdAt } = refund;
  const path = KIND_LIST.find(({ kind }) => kind === orderKind)?.path;
  const amount = amountOf(refund);
  return (
    <li>
      <div>
        {amount} · {say(`refunds.reason.${reason}`)}
        <Text as="div" size="1" color="gray">
          <When at={createdAt} />
          {path && (
            <>
              {' · '}
              <Link to={`${path}/${orderId}`} aria-label={`${say('refunds.order')}: ${orderId}`}>
                {say('refunds.order')}
              </Link>
            </>
          )}
          {stripeRefundId && ` · ${stripeRefundId}`} · {say('deliveries.tries', { count: tries })}
          {lastProblem && ` · ${say('deliveries.problem', { problem: lastProblem })}`}
          <Decision refund={refund} />
        </Text>
      </div>
      <Flex gap="2" align="center" wrap="wrap">
        <StateBadge colour={COLOURS[state]}>{say(`refunds.state.${state}`)}</StateBadge>
        {can('refunds.write') && <RefundActs refund={refund} amount={amount} />}
      </Flex>
    </li>
  );
}

/** What is or was given back, with what a person has to decide. */
export function RefundsPage() {
  const say = useSay();
  const filters = useFilters<'state'>();
  const state = STATES.find((name) => name === filters.read('state'));
  const refunds = useInfiniteQuery(refundsQuery(state));
  return (
    <>
      <PageHead title={say('nav.refunds')} />
      <Text as="p" color="gray" mb="4">
        {say('refunds.lead')}
      </Text>
      <Flex mb="3">
        <FilterChoice
          label={say('pages.filter.status')}
          value={state}
          options={STATES.map((value) => ({ value, label: say(`refunds.state.${value}`) }))}
          onChange={(chosen) => filters.set({ state: chosen })}
        />
      </Flex>
      <Listed of={refunds}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say(state ? 'refunds.emptyFiltered' : 'refunds.empty')}</Empty>
          ) : (
            <ul className="rows plain stacked">
              {items.map((refund) => (
                <Line key={refund.id} refund={refund} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
