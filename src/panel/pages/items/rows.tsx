import { Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { itemsQuery } from '../../api/queries';
import type { Item, ItemFilter } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { useSayCause } from '../../parts/failures';
import { ChosenList } from '../../parts/chosen';
import { Listed } from '../../parts/more';
import { nameOfItem } from '../../parts/names';
import { Empty } from '../../parts/states';
import { Bar, ItemBadge } from '../../parts/status';
import { sayEta, Took, When } from '../../parts/times';
import { ItemActs } from './actions';

function ItemState({ item }: { item: Item }) {
  const say = useSay();
  const sayCause = useSayCause();
  const { progress } = item;
  if (item.status === 'failed')
    return (
      <Text size="2" color="red">
        {item.error && sayCause({ type: item.errorType, message: item.error })}
      </Text>
    );
  if (item.status === 'completed' && item.startedAt && item.completedAt)
    return (
      <Text size="2" color="gray">
        <Took from={item.startedAt} to={item.completedAt} />
      </Text>
    );
  if (item.status === 'cancelled') return <span />;
  const { ahead } = progress.details;
  const words = [
    say('pages.steps', { done: progress.completedSteps, total: progress.totalSteps }),
    item.status === 'pending' && ahead !== null ? say('pages.ahead', { count: ahead }) : '',
    sayEta(say, progress),
  ];
  return (
    <Flex direction="column" gap="1">
      <Bar done={progress.completedSteps} total={progress.totalSteps} label={say('pages.progress')} />
      <Text size="1" color="gray">
        {words.filter(Boolean).join(' · ')}
      </Text>
    </Flex>
  );
}

function ItemRow({ item }: { item: Item }) {
  const say = useSay();
  return (
    <>
      <div>
        <Link to={`/pages/${item.id}`}>{nameOfItem(item)}</Link>
        <Text as="div" size="1" color="gray">
          {say(`type.${item.type}`)} · {item.createdAt && <When at={item.createdAt} />}
        </Text>
      </div>
      <div className="wide">
        <ItemState item={item} />
      </div>
      <ItemBadge item={item} />
    </>
  );
}

/** The pages that match, with what can be done to those that are chosen. */
export function ItemRows({ filter }: { filter: ItemFilter }) {
  const say = useSay();
  const items = useInfiniteQuery(itemsQuery(filter));
  const isFiltered = filter.status !== undefined || filter.type !== undefined;
  return (
    <Listed of={items}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty>{say(isFiltered ? 'pages.emptyFiltered' : 'pages.empty')}</Empty>
        ) : (
          <ChosenList
            items={rows}
            nameOf={nameOfItem}
            acts={(chosen, clear) => <ItemActs items={chosen} onDone={clear} />}
            row={(item) => <ItemRow item={item} />}
          />
        )
      }
    </Listed>
  );
}
