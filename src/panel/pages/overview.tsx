import { Badge, Card, Flex, Grid, Heading, Table, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { lanesQuery, queueQuery, statsQuery } from '../api/queries';
import type { LaneView, Session } from '../api/queries';
import { useSay } from '../messages/use-text';
import type { MessageId } from '../messages/en';
import { PageHead } from '../parts/layout';
import { Sparkline } from '../parts/sparkline';
import { Empty, Shown } from '../parts/states';

/** Samples of the pace that the line shows. */
const MOST_SAMPLES = 60;

const SHOWN_STEPS = ['ideas', 'writing', 'quality', 'images', 'publishing'] as const;

const STATE_COLOURS = { open: 'grass', cooling: 'amber', closed: 'red', paused: 'gray' } as const;

function Figures({ counts }: { counts: Partial<Record<string, number>> }) {
  const say = useSay();
  const intl = useIntl();
  const count = (...phases: string[]): number => phases.reduce((sum, phase) => sum + (counts[phase] ?? 0), 0);
  const figures: Array<[MessageId, number]> = [
    ['overview.pending', count('accepted', 'queued')],
    ['overview.running', count('running')],
    ['overview.person', count('waiting_person')],
    ['overview.done', count('done')],
    ['overview.failed', count('failed')],
  ];
  return (
    <>
      <dl className="figures">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{say(label)}</dt>
            <dd>{intl.formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {figures.every(([, value]) => value === 0) && <Empty>{say('overview.empty')}</Empty>}
    </>
  );
}

function Pace({ perMinute, sampledAt }: { perMinute: number; sampledAt: number }) {
  const say = useSay();
  const [samples, setSamples] = useState<number[]>([]);
  useEffect(() => {
    if (sampledAt > 0) setSamples((before) => [...before, perMinute].slice(-MOST_SAMPLES));
  }, [perMinute, sampledAt]);
  const label = say('overview.pace.chart', {
    low: Math.min(...samples, perMinute),
    high: Math.max(...samples, perMinute),
  });
  return (
    <Card>
      <Heading as="h2" size="3" mb="1">
        {say('overview.pace')}
      </Heading>
      <Text as="p" size="2" color="gray" mb="3">
        {say('overview.pace.now', { count: perMinute })}
      </Text>
      <Sparkline figures={samples} label={label} />
    </Card>
  );
}

function StepState({ lane }: { lane: LaneView }) {
  const say = useSay();
  const intl = useIntl();
  const until = lane.until && say('stepState.until', { time: intl.formatTime(lane.until) });
  return (
    <Flex gap="2" align="center" wrap="wrap">
      <Badge highContrast color={STATE_COLOURS[lane.state]}>
        {say(`stepState.${lane.state}`)}
      </Badge>
      {lane.state !== 'open' && until && <Text size="1">{until}</Text>}
      {lane.state === 'paused' && lane.reason && <Text size="1">{lane.reason}</Text>}
    </Flex>
  );
}

function Steps({ lanes }: { lanes: readonly LaneView[] }) {
  const say = useSay();
  const intl = useIntl();
  return (
    <Table.Root variant="surface">
      <Table.Header>
        <Table.Row>
          {(['step', 'waits', 'speed', 'busy', 'state'] as const).map((name) => (
            <Table.ColumnHeaderCell key={name}>{say(`overview.${name}`)}</Table.ColumnHeaderCell>
          ))}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {SHOWN_STEPS.map((name) => {
          const lane = lanes.find((each) => each.lane === name);
          if (!lane) return null;
          const perMinute = lane.ratePerSecond === null ? null : Math.round(lane.ratePerSecond * 60);
          return (
            <Table.Row key={name}>
              <Table.RowHeaderCell>{say(`step.${name}`)}</Table.RowHeaderCell>
              <Table.Cell>{intl.formatNumber(lane.backlog)}</Table.Cell>
              <Table.Cell>
                {perMinute === null
                  ? say('overview.noLimit')
                  : say('overview.perMinute', { count: perMinute })}
              </Table.Cell>
              <Table.Cell>{say('overview.ofSlots', { busy: lane.busy, slots: lane.slots })}</Table.Cell>
              <Table.Cell>
                <StepState lane={lane} />
              </Table.Cell>
            </Table.Row>
          );
        })}
      </Table.Body>
    </Table.Root>
  );
}

function OperatorSteps() {
  const say = useSay();
  const lanes = useQuery(lanesQuery);
  return (
    <section aria-labelledby="steps">
      <Heading as="h2" size="4" mb="3" id="steps">
        {say('overview.steps')}
      </Heading>
      <Shown of={lanes}>{({ items }) => <Steps lanes={items} />}</Shown>
    </section>
  );
}

function Workers() {
  const say = useSay();
  const queue = useQuery(queueQuery);
  return (
    <Card>
      <Heading as="h2" size="3" mb="3">
        {say('overview.workers')}
      </Heading>
      <Shown of={queue}>
        {({ workers }) =>
          workers.length === 0 ? (
            <Text color="gray">{say('overview.workers.none')}</Text>
          ) : (
            <Flex direction="column" gap="2">
              {workers.map((worker, n) => (
                <Flex key={worker.id} justify="between" gap="3" align="center">
                  <Text size="2">{say('overview.worker', { number: n + 1 })}</Text>
                  <Flex gap="2" align="center">
                    {worker.currentItem && (
                      <Text size="2" asChild>
                        <Link to={`/pages/${worker.currentItem}`}>{say('pages.page')}</Link>
                      </Text>
                    )}
                    <Badge highContrast color={worker.busy ? 'blue' : 'gray'}>
                      {say(worker.busy ? 'overview.workers.busy' : 'overview.workers.idle')}
                    </Badge>
                  </Flex>
                </Flex>
              ))}
            </Flex>
          )
        }
      </Shown>
    </Card>
  );
}

/** How much there is to do, how fast it goes and who works. */
export function Overview({ session }: { session: Session }) {
  const say = useSay();
  const stats = useQuery(statsQuery);
  const isOperator = session.role === 'operator' || session.role === 'admin';
  return (
    <>
      <PageHead title={say('overview.title')} />
      <Flex direction="column" gap="5">
        <Shown of={stats}>{({ byPhase }) => <Figures counts={byPhase} />}</Shown>
        <Grid columns={{ initial: '1', sm: '2' }} gap="4">
          <Pace perMinute={stats.data?.completionsPerMinute ?? 0} sampledAt={stats.dataUpdatedAt} />
          <Workers />
        </Grid>
        {isOperator && <OperatorSteps />}
      </Flex>
    </>
  );
}
