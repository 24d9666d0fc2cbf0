import { Badge, Callout, Flex, Grid, Link as Out, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { itemEventsQuery, itemQuery, resultQuery } from '../../api/queries';
import type { ItemDetail } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { Attempts } from '../../parts/attempts';
import { Costs } from '../../parts/costs';
import { Fact, Facts, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { useSayCause } from '../../parts/failures';
import { PageHead } from '../../parts/layout';
import { nameOfItem } from '../../parts/names';
import { Markdown } from '../../parts/markdown';
import { Shown } from '../../parts/states';
import { ItemBadge, Progress, sayItemStatus, Standing } from '../../parts/status';
import { Took, When } from '../../parts/times';
import { Timeline } from '../../parts/timeline';
import { useSession } from '../../session';
import { ItemActs } from './actions';

function ItemFacts({ item }: { item: ItemDetail }) {
  const say = useSay();
  const intl = useIntl();
  return (
    <Facts>
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
      {item.batchId && (
        <Fact label={say('pages.batch')}>
          <Link to={`/pages/batches/${item.batchId}`}>{say('pages.batch')}</Link>
        </Fact>
      )}
    </Facts>
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

function ItemShown({ item }: { item: ItemDetail }) {
  const say = useSay();
  const sayCause = useSayCause();
  const { temporalUiUrl } = useSession();
  const events = useQuery(itemEventsQuery(item.id));
  useKeptFocus(item.status);
  const isOpen = item.status === 'pending' || item.status === 'processing';
  return (
    <>
      <PageHead title={nameOfItem(item)}>
        <ItemActs items={[item]} />
        {temporalUiUrl && (
          <Out href={`${temporalUiUrl}/item:${item.id}`} target="_blank" rel="noopener noreferrer">
            Temporal
          </Out>
        )}
      </PageHead>
      <Standing
        badge={<ItemBadge item={item} />}
        says={sayItemStatus(say, item)}
        error={item.error && sayCause({ type: item.errorType, message: item.error })}
      />
      {item.waiting && (
        <Callout.Root color="amber" mb="4">
          <Callout.Text>{sayCause(item.waiting)}</Callout.Text>
        </Callout.Root>
      )}
      {isOpen && <Progress progress={item.progress} attempt={item.progress.details.attempt} />}
      {item.status === 'completed' && item.startedAt && item.completedAt && (
        <Text as="p" size="2" color="gray" mb="4">
          <Took from={item.startedAt} to={item.completedAt} />
        </Text>
      )}
      <Grid columns={{ initial: '1', md: 'minmax(0, 1fr) 300px' }} gap="6">
        <Flex direction="column" gap="5" minWidth="0">
          {item.status === 'completed' && (
            <Section name={say('pages.result')}>
              <Result id={item.id} />
            </Section>
          )}
          <Section name={say('pages.parts')}>
            <Parts item={item} />
          </Section>
          <Section name={say('attempt.title')}>
            <Attempts kind="item" id={item.id} />
          </Section>
        </Flex>
        <Flex direction="column" gap="5">
          <Section name={say('pages.facts')}>
            <ItemFacts item={item} />
          </Section>
          <Section name={say('costs.title')}>
            <Costs kind="item" id={item.id} />
          </Section>
          <Section name={say('pages.timeline')}>
            <Shown of={events}>
              {({ items, nextCursor }) => (
                <Timeline entries={items} parts={item.components} isCut={nextCursor !== null} />
              )}
            </Shown>
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
