import { Flex, Text } from '@radix-ui/themes';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { useSayCause } from '../../parts/failures';
import { Bar, StatusBadge } from '../../parts/status';
import { sayEta, Took, When } from '../../parts/times';
import type { Item } from './api';

/** What a page is called: its title, or its keywords until it has one. */
export const nameOfItem = (item: Item): string => item.title ?? item.targetKeywords.join(', ');

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
    item.waiting ? sayCause(item.waiting) : '',
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

/** The row of a page. */
export function ItemRow({ kind, item }: { kind: PanelKind; item: Item }) {
  const say = useSay();
  return (
    <>
      <div>
        <Link to={`${kind.path}/${item.id}`}>{nameOfItem(item)}</Link>
        <Text as="div" size="1" color="gray">
          {say(`type.${item.type}`)} · {item.createdAt && <When at={item.createdAt} />}
        </Text>
      </div>
      <div className="wide">
        <ItemState item={item} />
      </div>
      <StatusBadge kind={kind} order={item} />
    </>
  );
}
