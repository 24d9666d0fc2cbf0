import { Card, Flex, Grid, Heading, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { limiterQuery } from '../../api/admin-queries';
import type { Limiter } from '../../api/admin-queries';
import { useSay } from '../../messages/use-text';
import { Shown } from '../../parts/states';
import { sayReason } from '../../parts/failures';
import { Bar, StateBadge, STEP_COLOURS } from '../../parts/status';

function Used({ limiter, name }: { limiter: Limiter; name: string }) {
  const say = useSay();
  const intl = useIntl();
  const { state, until, reason } = limiter;
  const uses = [
    { label: say('overview.budget.requests'), used: limiter.requestsInLastMinute, limit: limiter.maxRPM },
    ...(limiter.maxTPM === undefined
      ? []
      : [
          {
            label: say('overview.budget.tokens'),
            used: limiter.tokensInLastMinute ?? 0,
            limit: limiter.maxTPM,
          },
        ]),
  ];
  const short = (count: number): string => intl.formatNumber(count, { notation: 'compact' });
  return (
    <Card>
      <Flex justify="between" align="center" mb="3" gap="2">
        <Heading as="h3" size="3">
          {name}
        </Heading>
        <StateBadge colour={STEP_COLOURS[state]}>{say(`stepState.${state}`)}</StateBadge>
      </Flex>
      <Flex direction="column" gap="3">
        {uses.map(({ label, used, limit }) => (
          <Flex key={label} direction="column" gap="1">
            <Flex justify="between">
              <Text size="2">{label}</Text>
              <Text size="2">{say('overview.budget.used', { used: short(used), limit: short(limit) })}</Text>
            </Flex>
            <Bar done={used} total={limit} label={`${name}: ${label}`} />
          </Flex>
        ))}
        {state !== 'open' && (
          <Text size="2" color="gray">
            {[
              [say(`overview.budget.${state}`), reason && `(${sayReason(say, reason)})`]
                .filter(Boolean)
                .join(' '),
              until && say(`stepState.${state}.until`, { time: intl.formatTime(until) }),
            ]
              .filter(Boolean)
              .join('; ')}
          </Text>
        )}
      </Flex>
    </Card>
  );
}

/** How much of what the providers let through in a minute is used. */
export function Budgets() {
  const say = useSay();
  const text = useQuery(limiterQuery('text'));
  const pictures = useQuery(limiterQuery('pictures'));
  return (
    <section aria-labelledby="budgets">
      <Heading as="h2" size="4" mb="3" id="budgets">
        {say('overview.budgets')}
      </Heading>
      <Grid columns={{ initial: '1', sm: '2' }} gap="4">
        <Shown of={text}>{(limiter) => <Used limiter={limiter} name={say('overview.budget.text')} />}</Shown>
        <Shown of={pictures}>
          {(limiter) => <Used limiter={limiter} name={say('overview.budget.pictures')} />}
        </Shown>
      </Grid>
    </section>
  );
}
