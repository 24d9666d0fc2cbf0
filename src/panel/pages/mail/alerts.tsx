import { Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import { alertsQuery } from '../../api/refund-queries';
import type { Alert } from '../../api/refund-queries';
import { KIND_LIST } from '../../kinds';
import { en } from '../../messages/en';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { Again, Outcomes, useOutcome } from '../webhooks/outcomes';

/** What an alert tells; its own word where no message has one. */
function nameOf(say: Say, { alert }: Alert): string {
  const id = `alerts.${alert}`;
  return id in en ? say(id as MessageId) : alert;
}

function problemOf(say: Say, { state, lastProblem }: Alert): string | undefined {
  if (state === 'delivered' || lastProblem === null) return undefined;
  return lastProblem === 'not_configured'
    ? say('alerts.notConfigured')
    : say('deliveries.problem', { problem: lastProblem });
}

/** The way to the order that an alert is about, if it is about one. */
function OrderLink({ alert: { orderId, orderKind } }: { alert: Alert }) {
  const say = useSay();
  const path = KIND_LIST.find(({ kind }) => kind === orderKind)?.path;
  if (orderId === null || path === undefined) return null;
  return (
    <>
      {' · '}
      <Link to={`${path}/${orderId}`} aria-label={`${say('refunds.order')}: ${orderId}`}>
        {say('refunds.order')}
      </Link>
    </>
  );
}

/** What operators were alerted to, newest first, and what became of it at their webhook. */
export function AlertsPage() {
  const say = useSay();
  const can = useCan();
  const alerts = useInfiniteQuery(alertsQuery(useOutcome()));
  return (
    <>
      <PageHead title={say('alerts.title')}>
        <Link to="/mail">{say('nav.mail')}</Link>
      </PageHead>
      <Text as="p" color="gray" mb="4">
        {say('alerts.lead')}
      </Text>
      <Outcomes
        of={alerts}
        line={(alert) => {
          const facts = [alert.account, alert.model, alert.reason].filter(Boolean).join(' · ');
          const problem = problemOf(say, alert);
          return (
            <div>
              {nameOf(say, alert)}
              {facts && ` (${facts})`}
              <Text as="div" size="1" color="gray">
                <When at={alert.createdAt} />
                <OrderLink alert={alert} /> · {say('deliveries.tries', { count: alert.tries })}
                {problem && ` · ${problem}`}
              </Text>
            </div>
          );
        }}
        again={({ id, state }) =>
          can('alerts.write') &&
          state !== 'pending' && (
            <Again
              key={id}
              queryKey={['alerts']}
              send={() =>
                answerOf(
                  api.POST('/api/v1/admin/alerts/{alertId}/resend', {
                    params: { path: { alertId: id } },
                    body: {},
                  }),
                )
              }
            />
          )
        }
      />
    </>
  );
}
