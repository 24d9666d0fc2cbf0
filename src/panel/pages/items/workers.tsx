import { Card, Flex, Heading, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useSay } from '../../messages/use-text';
import { Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { ITEM_PATH } from './api';
import { queueQuery } from './queries';

/** Who works on pages. */
export function Workers() {
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
                        <Link to={`${ITEM_PATH}/${worker.currentItem}`}>{say('pages.page')}</Link>
                      </Text>
                    )}
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
    </Card>
  );
}
