import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { deliveriesQuery } from '../../api/admin-queries';
import type { Delivery } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import type { PanelKind } from '../../kind';
import { kindNamed } from '../../kinds';
import { useLive } from '../../live/live';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';

const COLOURS = { pending: 'amber', delivered: 'grass', failed: 'red' } as const;
const STATES = Object.keys(COLOURS) as Array<Delivery['state']>;

function Again({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const again = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/webhooks/{id}/deliveries/{deliveryId}/resend', {
          params: { path: { id: webhookId, deliveryId: delivery.id } },
        }),
      ),
    onSuccess: () => {
      announce(say('deliveries.again.done'));
      void client.invalidateQueries({ queryKey: ['webhook', webhookId, 'deliveries'] });
    },
  });
  return (
    <>
      <Button size="1" variant="soft" loading={again.isPending} onClick={() => again.mutate()}>
        {say('deliveries.again')}
      </Button>
      {again.error && <Failed error={again.error} />}
    </>
  );
}

/** The kind of what a webhook event is about. */
function kindOf(body: Delivery['body']): PanelKind | undefined {
  const { data } = body as { data?: { kind?: unknown } };
  return kindNamed(data?.kind);
}

const PROBLEMS: Readonly<Record<string, MessageId>> = {
  no_answer: 'deliveries.problem.no_answer',
  timed_out: 'deliveries.problem.timed_out',
  address_refused: 'deliveries.problem.address_refused',
};

function problemOf(say: Say, problem: string): string {
  const known = PROBLEMS[problem];
  return known ? say(known) : say('deliveries.problem', { problem });
}

function Line({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const say = useSay();
  const can = useCan();
  const { type, orderId, state, tries, lastStatus, lastProblem, createdAt } = delivery;
  const kind = kindOf(delivery.body);
  const event = say(`webhookEvent.${type}`);
  const facts = [
    kind ? say(kind.one) : '',
    say('deliveries.tries', { count: tries }),
    lastStatus === null ? '' : say('deliveries.status', { status: String(lastStatus) }),
    state !== 'delivered' && lastProblem ? problemOf(say, lastProblem) : '',
  ];
  return (
    <li>
      <div>
        {kind ? <Link to={`${kind.path}/${orderId}`}>{event}</Link> : event}
        <Text as="div" size="1" color="gray">
          <When at={createdAt} /> · {facts.filter(Boolean).join(' · ')}
        </Text>
        <details>
          <summary>{say('deliveries.body')}</summary>
          <pre className="code" tabIndex={0}>
            {JSON.stringify(delivery.body, null, 2)}
          </pre>
        </details>
      </div>
      <Flex gap="2" align="center" wrap="wrap">
        <StateBadge colour={COLOURS[state]}>{say(`deliveries.state.${state}`)}</StateBadge>
        {can('webhooks.write') && <Again webhookId={webhookId} delivery={delivery} />}
      </Flex>
    </li>
  );
}

/** What an address was told, newest first; the filter stands in the page's address. */
export function DeliveryLog({ webhookId }: { webhookId: string }) {
  const say = useSay();
  const filters = useFilters<'state'>();
  const state = STATES.find((name) => name === filters.read('state'));
  const deliveries = useInfiniteQuery(deliveriesQuery(webhookId, state));
  return (
    <>
      <Flex mb="3">
        <FilterChoice
          label={say('pages.filter.status')}
          value={state}
          options={STATES.map((value) => ({ value, label: say(`deliveries.state.${value}`) }))}
          onChange={(chosen) => filters.set({ state: chosen })}
        />
      </Flex>
      <Listed of={deliveries}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('deliveries.log.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map((delivery) => (
                <Line key={delivery.id} webhookId={webhookId} delivery={delivery} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
