import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Product } from '../../../contract/orders';
import { allSitesQuery } from '../../api/catalogue-queries';
import { adminOrdersQuery } from '../../api/review-queries';
import type { AdminFilter, AdminOrder } from '../../api/review-queries';
import { statusesOf } from '../../kind';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { usePrice } from '../../parts/price';
import { Empty } from '../../parts/states';
import { sayStatus, StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { BOUGHT_APIS } from './api';
import { STATUS_COLOURS } from '../purchase/words';

/** What an order can wait for of a person. */
const WAITING = ['review', 'retry', 'delivery'] as const;

/** The phases of orders that a status does not tell apart: work that waits for its turn, and work under way. */
const PHASES = ['queued', 'running'] as const;

const PRODUCTS = Object.keys(BOUGHT_APIS) as Product[];

/** The filters that stand in the address; what nobody knows there counts as none. */
function useAdminFilter(kind: PanelKind) {
  const { read, set } = useFilters<keyof AdminFilter>();
  const filter: AdminFilter = {
    waiting: WAITING.find((one) => one === read('waiting')),
    product: PRODUCTS.find((one) => one === read('product')),
    status: statusesOf(kind).find((one) => one === read('status')) as AdminFilter['status'],
    phase: PHASES.find((one) => one === read('phase')),
    domainId: read('domainId'),
  };
  return { filter, set };
}

function Filters({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const { filter, set } = useAdminFilter(kind);
  const sites = useQuery(allSitesQuery);
  return (
    <>
      <FilterChoice
        label={say('admin.filter.waiting')}
        value={filter.waiting}
        options={WAITING.map((value) => ({ value, label: say(`admin.waiting.${value}`) }))}
        onChange={(waiting) => set({ waiting })}
      />
      <FilterChoice
        label={say('buying.fact.product')}
        value={filter.product}
        options={PRODUCTS.map((value) => ({ value, label: say(`buying.product.${value}`) }))}
        onChange={(product) => set({ product })}
      />
      <FilterChoice<string>
        label={say('pages.filter.status')}
        value={filter.phase ?? filter.status}
        options={[
          ...statusesOf(kind).map((value) => ({ value, label: sayStatus(say, kind, value) })),
          ...PHASES.map((value) => ({ value, label: say(`orders.phase.${value}`) })),
        ]}
        onChange={(value) => {
          const isPhase = PHASES.some((phase) => phase === value);
          set({ status: isPhase ? undefined : value, phase: isPhase ? value : undefined });
        }}
      />
      {(sites.data?.length ?? 0) > 1 && (
        <FilterChoice
          label={say('buying.fact.site')}
          value={filter.domainId}
          options={(sites.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(domainId) => set({ domainId })}
        />
      )}
    </>
  );
}

/** The row of an order: what and for which site, its link, who pays how much, and what it waits for. */
function Row({ order, kind }: { order: AdminOrder; kind: PanelKind }) {
  const say = useSay();
  const priceOf = usePrice();
  const { orderId, title, anchorText, targetUrl, product, domain, source, email, price, refund, waitingFor } =
    order;
  return (
    <li>
      <div className="any-width">
        <Link to={`${kind.path}/${orderId}`}>{title ?? anchorText}</Link>
        <Text as="div" size="1" color="gray">
          {say(`buying.product.${product}`)} · {domain.name} · <When at={order.createdAt} />
        </Text>
        <Text as="div" size="1" color="gray">
          {anchorText} → {targetUrl}
        </Text>
      </div>
      <div className="wide any-width">
        <Text as="div" size="2">
          {source === 'admin' ? say('admin.source.admin') : priceOf(price)}
        </Text>
        {email && (
          <Text as="div" size="1" color="gray">
            {email}
          </Text>
        )}
        {refund && (
          <Text as="div" size="1" color="gray">
            {say(`admin.refund.${refund.state}`)}
          </Text>
        )}
      </div>
      <Flex direction="column" gap="1" align="end">
        <StateBadge colour={STATUS_COLOURS[order.status]}>{sayStatus(say, kind, order.status)}</StateBadge>
        {waitingFor && <StateBadge colour="amber">{say(`admin.waiting.${waitingFor}`)}</StateBadge>}
      </Flex>
    </li>
  );
}

/** Orders of all buyers and of the administrators themselves, by what they wait for. */
export function AdminOrdersPage({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const can = useCan();
  const { filter } = useAdminFilter(kind);
  const orders = useInfiniteQuery(adminOrdersQuery(filter));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHead title={say('nav.adminOrders')}>
        {can('orders.approve') && (
          <Button asChild>
            <Link to="/admin/orders/new">{say('admin.new')}</Link>
          </Button>
        )}
      </PageHead>
      <Flex gap="3" mb="4" wrap="wrap">
        <Filters kind={kind} />
      </Flex>
      <Listed of={orders}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say(isFiltered ? 'list.emptyFiltered' : 'bought.empty')}</Empty>
          ) : (
            <ul className="rows bought">
              {items.map((order) => (
                <Row key={order.orderId} order={order} kind={kind} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
