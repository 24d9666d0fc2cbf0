import { Badge, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { oneQuery } from '../../api/queries';
import type { TimelineEntry } from '../../api/queries';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { Fact, Facts, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { Markdown } from '../../parts/markdown';
import { Shown } from '../../parts/states';
import { Took, When } from '../../parts/times';
import { OrderLayout } from '../orders/page';
import { BATCH_PATH, ITEM_API } from './api';
import type { ItemDetail } from './api';
import { resultQuery } from './queries';

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
          <Link to={`${BATCH_PATH}/${item.batchId}`}>{say('pages.batch')}</Link>
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

function ItemShown({ kind, item }: { kind: PanelKind; item: ItemDetail }) {
  const say = useSay();
  useKeptFocus(item.status);

  function ownWords({ type, data }: TimelineEntry): string | undefined {
    if (type !== 'order.progress') return undefined;
    const part = item.components.find(({ id }) => id === data['component']);
    return part && say('event.order.part', { name: part.name });
  }

  return (
    <OrderLayout
      kind={kind}
      order={item}
      notice={
        item.status === 'completed' &&
        item.startedAt &&
        item.completedAt && (
          <Text as="p" size="2" color="gray" mb="4">
            <Took from={item.startedAt} to={item.completedAt} />
          </Text>
        )
      }
      facts={<ItemFacts item={item} />}
      attempt={item.progress.details.attempt}
      noAttempts="attempt.noneOfPage"
      ownWords={ownWords}
    >
      {item.status === 'completed' && (
        <Section name={say('pages.result')}>
          <Result id={item.id} />
        </Section>
      )}
      <Section name={say('pages.parts')}>
        <Parts item={item} />
      </Section>
    </OrderLayout>
  );
}

/** One page: how it stands, its parts, its text and what happened. */
export function ItemPage({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const item = useQuery(oneQuery<ItemDetail>(ITEM_API, id));
  return <Shown of={item}>{(data) => <ItemShown kind={kind} item={data} />}</Shown>;
}
