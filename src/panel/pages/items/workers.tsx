import { Card, Flex, Heading, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useSay } from '../../messages/use-text';
import { useCan } from '../../session';
import { Section } from '../../parts/facts';
import { Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { Took } from '../../parts/times';
import { ITEM_PATH } from './api';
import { queueQuery } from './queries';

/** Who works on pages, and which ones ended last. */
export function Workers() {
  const say = useSay();
  const can = useCan();
  const queue = useQuery(queueQuery);
  const ended = queue.data?.recentlyCompleted ?? [];
  return (
    <Card>
      <Heading as="h2" size="3" mb="3">
        {say('overview.workers')}
      </Heading>
      <Shown of={queue}>
        {({ workers }) =>
          workers.length === 0 ? (
            <Text color="gray">
              {say(can('lanes.read') ? 'overview.workers.none' : 'overview.workers.idle')}
            </Text>
          ) : (
            <Flex direction="column" gap="2">
              {workers.map((worker, n) => (
                <Flex key={worker.id} justify="between" gap="3" align="center">
                  <Text size="2">{say('overview.worker', { number: n + 1 })}</Text>
                  <Flex gap="2" align="center" wrap="wrap" justify="end">
                    {worker.currentItems.map((id) => (
                      <Text key={id} size="1" asChild>
                        <Link to={`${ITEM_PATH}/${id}`}>{`${say('pages.page')} ${id.slice(0, 4)}`}</Link>
                      </Text>
                    ))}
                    <StateBadge colour={worker.busy ? 'blue' : 'gray'}>
                      {say(worker.busy ? 'overview.workers.busy' : 'overview.workers.idle')}
                    </StateBadge>
                  </Flex>
                </Flex>
              ))}
            </Flex>
          )
        }
      </Shown>
      {ended.length > 0 && (
        <Section name={say('overview.recent')}>
          <ul className="rows plain">
            {ended.map((item) => (
              <li key={item.id}>
                <Text size="2" asChild>
                  <Link to={`${ITEM_PATH}/${item.id}`}>{item.title ?? item.targetKeywords.join(', ')}</Link>
                </Text>
                <Text size="1" color="gray">
                  {say(`type.${item.type}`)}
                  {item.startedAt && item.completedAt && (
                    <>
                      {' · '}
                      <Took from={item.startedAt} to={item.completedAt} />
                    </>
                  )}
                </Text>
                <StateBadge colour={item.status === 'completed' ? 'grass' : 'red'}>
                  {say(`item.${item.status}`)}
                </StateBadge>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Card>
  );
}
