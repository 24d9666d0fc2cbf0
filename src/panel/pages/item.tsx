import { Badge, DataList, Flex, Grid, Heading, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { itemEventsQuery, itemQuery, resultQuery } from '../api/queries';
import type { ItemDetail } from '../api/queries';
import { useSay } from '../messages/use-text';
import { PageHead } from '../parts/layout';
import { Markdown } from '../parts/markdown';
import { Shown } from '../parts/states';
import { Bar, ItemBadge, Standing } from '../parts/status';
import { sayEta, Took, When } from '../parts/times';
import { Timeline } from '../parts/timeline';
import { ItemActs } from './item-acts';

/** Money is told in millionths of a dollar. */
const MICROS = 1_000_000;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.Label>{label}</DataList.Label>
      <DataList.Value>{children}</DataList.Value>
    </DataList.Item>
  );
}

function Facts({ item }: { item: ItemDetail }) {
  const say = useSay();
  const intl = useIntl();
  const { amountMicros, currency } = item.cost;
  return (
    <DataList.Root size="2">
      <Fact label={say('pages.keywords')}>{item.targetKeywords.join(', ')}</Fact>
      <Fact label={say('pages.language')}>
        {intl.formatDisplayName(item.language, { type: 'language' }) ?? item.language}
      </Fact>
      <Fact label={say('pages.priority')}>{intl.formatNumber(item.priority)}</Fact>
      {item.createdAt && (
        <Fact label={say('pages.created')}>
          <When at={item.createdAt} />
        </Fact>
      )}
      <Fact label={say('pages.cost')}>
        {intl.formatNumber(amountMicros / MICROS, { style: 'currency', currency, maximumFractionDigits: 4 })}
      </Fact>
      {item.batchId && (
        <Fact label={say('pages.batch')}>
          <Link to={`/pages/batches/${item.batchId}`}>{say('pages.batch')}</Link>
        </Fact>
      )}
    </DataList.Root>
  );
}

function Parts({ item }: { item: ItemDetail }) {
  const say = useSay();
  return (
    <ul className="rows plain">
      {item.components.map(({ id, name, done }) => (
        <li key={id}>
          <Text size="2">{name}</Text>
          <Badge highContrast color={done ? 'grass' : 'gray'}>
            {say(done ? 'pages.part.done' : 'pages.part.open')}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function Result({ id }: { id: string }) {
  const result = useQuery(resultQuery(id));
  return <Shown of={result}>{({ body }) => <Markdown text={body} />}</Shown>;
}

function Section({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <Heading as="h2" size="4" mb="3">
        {name}
      </Heading>
      {children}
    </section>
  );
}

function ItemShown({ item }: { item: ItemDetail }) {
  const say = useSay();
  const events = useQuery(itemEventsQuery(item.id));
  const { progress } = item;
  const isOpen = item.status === 'pending' || item.status === 'processing';
  return (
    <>
      <PageHead title={item.title ?? item.targetKeywords.join(', ')}>
        <ItemActs items={[item]} />
      </PageHead>
      <Standing
        badge={<ItemBadge status={item.status} />}
        says={say(`item.${item.status}.says`)}
        error={item.error}
      />
      {isOpen && (
        <Flex direction="column" gap="2" mb="5">
          <Bar done={progress.completedSteps} total={progress.totalSteps} label={say('pages.progress')} />
          <Text size="2" color="gray">
            {[
              say('pages.steps', { done: progress.completedSteps, total: progress.totalSteps }),
              progress.details.attempt > 1
                ? say('pages.attempts', { attempt: progress.details.attempt })
                : '',
              sayEta(say, progress),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Flex>
      )}
      {item.status === 'completed' && item.startedAt && item.completedAt && (
        <Text as="p" size="2" color="gray" mb="4">
          <Took from={item.startedAt} to={item.completedAt} />
        </Text>
      )}
      <Grid columns={{ initial: '1', md: '1fr 320px' }} gap="6">
        <Flex direction="column" gap="5" minWidth="0">
          {item.status === 'completed' && (
            <Section name={say('pages.result')}>
              <Result id={item.id} />
            </Section>
          )}
          <Section name={say('pages.parts')}>
            <Parts item={item} />
          </Section>
        </Flex>
        <Flex direction="column" gap="5">
          <Section name={say('pages.facts')}>
            <Facts item={item} />
          </Section>
          <Section name={say('pages.timeline')}>
            <Shown of={events}>{({ items }) => <Timeline entries={items} parts={item.components} />}</Shown>
          </Section>
        </Flex>
      </Grid>
    </>
  );
}

/** One page: how it stands, its parts, its text and what happened. */
export function ItemPage() {
  const { id = '' } = useParams();
  const item = useQuery(itemQuery(id));
  return <Shown of={item}>{(data) => <ItemShown item={data} />}</Shown>;
}
