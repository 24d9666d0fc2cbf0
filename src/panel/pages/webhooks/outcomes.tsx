import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';

const COLOURS = { pending: 'amber', delivered: 'grass', failed: 'red' } as const;

/** What has become of something that is delivered. */
type Outcome = keyof typeof COLOURS;

const STATES = Object.keys(COLOURS) as Outcome[];

/** The outcome that the page's address filters by. */
export function useOutcome(): Outcome | undefined {
  const chosen = useFilters<'state'>().read('state');
  return STATES.find((name) => name === chosen);
}

/** Sends one of them again. */
export function Again(props: { queryKey: readonly unknown[]; send: () => Promise<unknown> }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const again = useMutation({
    mutationFn: props.send,
    onSuccess: () => {
      announce(say('deliveries.again.done'));
      void client.invalidateQueries({ queryKey: props.queryKey });
    },
  });
  return (
    <>
      <Button size="1" variant="soft" loading={again.isPending} onClick={() => again.mutate()}>
        {say('deliveries.again')}
      </Button>
      {again.error && <Failed error={again.error} />}
    </>
  );
}

/** A log of deliveries of one channel, newest first, with a filter by outcome. */
export function Outcomes<T extends { id: string; state: Outcome }>(props: {
  of: ComponentProps<typeof Listed<T>>['of'];
  line: (one: T) => ReactNode;
  again: (one: T) => ReactNode;
}) {
  const say = useSay();
  const filters = useFilters<'state'>();
  return (
    <>
      <Flex mb="3">
        <FilterChoice
          label={say('pages.filter.status')}
          value={useOutcome()}
          options={STATES.map((value) => ({ value, label: say(`deliveries.state.${value}`) }))}
          onChange={(chosen) => filters.set({ state: chosen })}
        />
      </Flex>
      <Listed of={props.of}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('deliveries.log.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map((one) => (
                <li key={one.id}>
                  {props.line(one)}
                  <Flex gap="2" align="center" wrap="wrap">
                    <StateBadge colour={COLOURS[one.state]}>
                      {say(`deliveries.state.${one.state}`)}
                    </StateBadge>
                    {props.again(one)}
                  </Flex>
                </li>
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
