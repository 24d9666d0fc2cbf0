import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { queuesQuery } from '../../api/review-queries';
import type { Queue } from '../../api/review-queries';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { Shown } from '../../parts/states';
import { sayDuration } from '../../parts/times';

/** The figures that a list shows the orders of, with its filter beside the product. */
const LISTED = {
  waiting: 'status=PROCESSING&phase=queued',
  active: 'status=PROCESSING&phase=running',
  review: 'status=QUALITY_CHECK',
  adminReview: 'status=ADMIN_REVIEW',
} as const;

const FIGURES = [
  ...(Object.keys(LISTED) as Array<keyof typeof LISTED>),
  'completed24h',
  'failed24h',
] as const;

const isListed = (figure: (typeof FIGURES)[number]): figure is keyof typeof LISTED =>
  Object.hasOwn(LISTED, figure);

function QueueFigures({ queue, path }: { queue: Queue; path: string }) {
  const say = useSay();
  const intl = useIntl();
  const { product, oldestWaitingMs, completedPerHour } = queue;
  return (
    <Section name={say(`buying.product.${product}`)}>
      <dl className="figures queue">
        {FIGURES.map((figure) => {
          const count = intl.formatNumber(queue[figure]);
          return (
            <div key={figure}>
              <dt>{say(`queues.${figure}`)}</dt>
              <dd>
                {isListed(figure) && queue[figure] > 0 ? (
                  <Link
                    to={`${path}?product=${product}&${LISTED[figure]}`}
                    aria-label={say('queues.show', { count: queue[figure], name: say(`queues.${figure}`) })}
                  >
                    {count}
                  </Link>
                ) : (
                  count
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <Text as="p" size="2" color="gray" mt="2">
        {say('overview.pace.now', { count: completedPerHour })}
        {oldestWaitingMs !== null &&
          ` · ${say('queues.oldest', { duration: sayDuration(say, oldestWaitingMs) })}`}
      </Text>
    </Section>
  );
}

/** How much there is to do for each product, and how much was done lately. */
export function QueuesPage({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const queues = useQuery(queuesQuery);
  return (
    <>
      <PageHead title={say('nav.queues')} />
      <Shown of={queues}>
        {({ queues: all }) => (
          <Flex direction="column" gap="6">
            {all.map((queue) => (
              <QueueFigures key={queue.name} queue={queue} path={kind.path} />
            ))}
          </Flex>
        )}
      </Shown>
    </>
  );
}
