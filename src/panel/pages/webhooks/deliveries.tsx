import { Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { deliveriesQuery } from '../../api/admin-queries';
import type { Delivery } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import type { PanelKind } from '../../kind';
import { kindNamed } from '../../kinds';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { Again, Outcomes, useOutcome } from './outcomes';

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

function Line({ delivery }: { delivery: Delivery }) {
  const say = useSay();
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
  );
}

/** What an address was told, newest first; the filter stands in the page's address. */
export function DeliveryLog({ webhookId }: { webhookId: string }) {
  const can = useCan();
  const deliveries = useInfiniteQuery(deliveriesQuery(webhookId, useOutcome()));
  return (
    <Outcomes
      of={deliveries}
      line={(delivery) => <Line delivery={delivery} />}
      again={({ id: deliveryId }) =>
        can('webhooks.write') && (
          <Again
            queryKey={['webhook', webhookId, 'deliveries']}
            send={() =>
              answerOf(
                api.POST('/api/webhooks/{id}/deliveries/{deliveryId}/resend', {
                  params: { path: { id: webhookId, deliveryId } },
                }),
              )
            }
          />
        )
      }
    />
  );
}
