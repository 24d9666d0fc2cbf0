import { Callout, Flex, Grid, Link as Out, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useParams } from 'react-router';
import { eventsQuery, oneQuery } from '../../api/queries';
import type { TimelineEntry } from '../../api/queries';
import type { AnyOrder, PanelKind } from '../../kind';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { Attempts } from '../../parts/attempts';
import { Costs } from '../../parts/costs';
import { Fact, Facts, Section } from '../../parts/facts';
import { useSayCause } from '../../parts/failures';
import type { CauseFacts } from '../../parts/failures';
import { useKeptFocus } from '../../parts/focus';
import { PageHead } from '../../parts/layout';
import { Shown } from '../../parts/states';
import { explainStatus, Progress, Standing, StatusBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { Timeline } from '../../parts/timeline';
import { useSession } from '../../session';
import { ManyActs } from './many-actions';

/** The way to the run of an order in Temporal, where the panel knows its address. */
function TemporalLink({ kind, order }: { kind: PanelKind; order: AnyOrder }) {
  const { temporalUiUrl } = useSession();
  const say = useSay();
  if (!temporalUiUrl) return null;
  if (kind.hasNoRun?.(order)) return <Text color="gray">{say('orders.noRun')}</Text>;
  return (
    <Out href={`${temporalUiUrl}/${kind.kind}:${order.id}`} target="_blank" rel="noopener noreferrer">
      Temporal
    </Out>
  );
}

/** Whether an order is worked on, or waits for its turn: it goes on without anybody doing anything. */
export const isMoving = ({ phase }: AnyOrder): boolean =>
  phase === 'accepted' || phase === 'queued' || phase === 'running';

/** What every order is shown with: its name, the buttons its state allows, how far it is, its facts, its costs and what happened. */
export function OrderLayout(props: {
  kind: PanelKind;
  order: AnyOrder;
  /** Buttons of the kind's own, before those of every kind. */
  buttons?: ReactNode;
  /** What a sentence about why it failed or is on hold may name. */
  cause?: CauseFacts;
  /** What a reader can do while it is on hold, after the reason. */
  onHold?: ReactNode;
  /** Stands between the state and the rest. */
  notice?: ReactNode;
  facts: ReactNode;
  /** What was made, above what was tried. */
  children?: ReactNode;
  /** The attempt that is under way, from 1, where the kind counts them. */
  attempt?: number;
  /** What is said where no attempt has been written down. */
  noAttempts?: MessageId;
  ownWords?: (entry: TimelineEntry) => string | undefined;
}) {
  const say = useSay();
  const sayCause = useSayCause();
  const { kind, order, cause } = props;
  const events = useQuery(eventsQuery(kind.api, order.id));
  return (
    <>
      <PageHead title={kind.nameOf(say, order, kind)}>
        {props.buttons}
        <ManyActs kind={kind} orders={[order]} />
        <TemporalLink kind={kind} order={order} />
      </PageHead>
      <Standing
        badge={<StatusBadge kind={kind} order={order} />}
        says={explainStatus(say, kind, order)}
        error={order.error && sayCause({ ...cause, type: order.errorType, message: order.error })}
      />
      {order.waiting && (
        <Callout.Root color="amber" mb="4">
          <Callout.Text>
            {sayCause({ ...cause, ...order.waiting })}
            {props.onHold}
          </Callout.Text>
        </Callout.Root>
      )}
      {isMoving(order) && order.progress && <Progress progress={order.progress} attempt={props.attempt} />}
      {props.notice}
      <Grid columns={{ initial: '1', md: 'minmax(0, 1fr) 300px' }} gap="6">
        <Flex direction="column" gap="5" minWidth="0">
          {props.children}
          <Section name={say('attempt.title')}>
            <Attempts of={kind.api} id={order.id} none={props.noAttempts} />
          </Section>
        </Flex>
        <Flex direction="column" gap="5" minWidth="0">
          <Section name={say('pages.facts')}>{props.facts}</Section>
          <Section name={say('costs.title')}>
            <Costs kind={kind} id={order.id} />
          </Section>
          <Section name={say('pages.timeline')}>
            <Shown of={events}>
              {({ items, nextCursor }) => (
                <Timeline
                  entries={items}
                  stages={kind.stages}
                  ownWords={props.ownWords}
                  isCut={nextCursor !== null}
                />
              )}
            </Shown>
          </Section>
        </Flex>
      </Grid>
    </>
  );
}

/** What is known of an order of any kind, after the facts of its own. */
export function CommonFacts({ order }: { order: Pick<AnyOrder, 'priority' | 'createdAt' | 'finishedAt'> }) {
  const say = useSay();
  const intl = useIntl();
  return (
    <>
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
    </>
  );
}

function GenericOrder({ kind, order }: { kind: PanelKind; order: AnyOrder }) {
  useKeptFocus(order.status);
  const facts = (
    <Facts>
      <CommonFacts order={order} />
    </Facts>
  );
  return <OrderLayout kind={kind} order={order} facts={facts} />;
}

/** One order of a kind that has nothing of its own to show. */
export function GenericOrderPage({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const order = useQuery(oneQuery<AnyOrder>(kind.api, id));
  return <Shown of={order}>{(data) => <GenericOrder key={data.id} kind={kind} order={data} />}</Shown>;
}
