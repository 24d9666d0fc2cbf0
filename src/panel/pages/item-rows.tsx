import { Button, Checkbox, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { itemsQuery } from '../api/queries';
import type { Item, ItemFilter } from '../api/queries';
import { useSay } from '../messages/use-text';
import { Empty, Shown } from '../parts/states';
import { Bar, ItemBadge } from '../parts/status';
import { sayEta, Took, When } from '../parts/times';
import { ItemActs } from './item-acts';

const nameOf = (item: Item): string => item.title ?? item.targetKeywords.join(', ');

function ItemState({ item }: { item: Item }) {
  const say = useSay();
  const { progress } = item;
  if (item.status === 'failed')
    return (
      <Text size="2" color="red">
        {item.error}
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

function ItemRow(props: { item: Item; isChosen: boolean; onChoose: (isChosen: boolean) => void }) {
  const say = useSay();
  const { item } = props;
  return (
    <li>
      <Checkbox
        aria-label={say('pages.select', { name: nameOf(item) })}
        checked={props.isChosen}
        onCheckedChange={(isChosen) => props.onChoose(isChosen === true)}
      />
      <div>
        <Link to={`/pages/${item.id}`}>{nameOf(item)}</Link>
        <Text as="div" size="1" color="gray">
          {say(`type.${item.type}`)} · {item.createdAt && <When at={item.createdAt} />}
        </Text>
      </div>
      <div className="wide">
        <ItemState item={item} />
      </div>
      <ItemBadge status={item.status} />
    </li>
  );
}

/** The pages that match, with what can be done to those that are chosen. */
export function ItemRows({ filter }: { filter: ItemFilter }) {
  const say = useSay();
  const items = useInfiniteQuery(itemsQuery(filter));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => items.data?.pages.flatMap((page) => page.items), [items.data]);
  const isFiltered = filter.status !== undefined || filter.type !== undefined;

  return (
    <Shown of={{ data: shown, error: items.error, refetch: items.refetch }}>
      {(rows) => {
        if (rows.length === 0)
          return <Empty>{say(isFiltered ? 'pages.emptyFiltered' : 'pages.empty')}</Empty>;
        const picked = rows.filter(({ id }) => chosen.has(id));
        const isAll = picked.length === rows.length;
        return (
          <Flex direction="column" gap="3">
            <Flex gap="4" align="center" wrap="wrap" minHeight="40px" pl="4">
              <Text as="label" size="2">
                <Flex gap="3" align="center">
                  <Checkbox
                    checked={isAll ? true : picked.length > 0 ? 'indeterminate' : false}
                    onCheckedChange={() => setChosen(new Set(isAll ? [] : rows.map(({ id }) => id)))}
                  />
                  {picked.length > 0
                    ? say('pages.selected', { count: picked.length })
                    : say('pages.selectAll')}
                </Flex>
              </Text>
              {picked.length > 0 && <ItemActs items={picked} onDone={() => setChosen(new Set())} />}
            </Flex>
            <ul className="rows">
              {rows.map((item) => (
                <ItemRow
                  key={item.id}
                  item={item}
                  isChosen={chosen.has(item.id)}
                  onChoose={(isChosen) =>
                    setChosen((before) => {
                      const after = new Set(before);
                      if (isChosen) after.add(item.id);
                      else after.delete(item.id);
                      return after;
                    })
                  }
                />
              ))}
            </ul>
            {items.hasNextPage && (
              <Flex justify="center">
                <Button
                  variant="soft"
                  loading={items.isFetchingNextPage}
                  onClick={() => void items.fetchNextPage()}
                >
                  {say('pages.more')}
                </Button>
              </Flex>
            )}
          </Flex>
        );
      }}
    </Shown>
  );
}
