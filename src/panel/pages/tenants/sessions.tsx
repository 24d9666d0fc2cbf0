import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { ownSessionsQuery } from '../../api/people-queries';
import type { OwnSession } from '../../api/people-queries';
import { sessionQuery } from '../../api/queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useSession } from '../../session';

function SessionRow({ row }: { row: OwnSession }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const device = row.device || say('sessions.unknown');
  const end = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/sessions/{id}', { params: { path: { id: row.id } } })),
    onSuccess: () => {
      announce(say('sessions.end.done'));
      void client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
    },
  });
  return (
    <li>
      <div>
        <Text as="div" weight="medium">
          {device}
        </Text>
        <Text as="div" size="1" color="gray">
          {say('sessions.at', { customer: row.tenantName })} · {say('sessions.made')}{' '}
          <When at={row.createdAt} />
          {row.lastUsedAt && (
            <>
              {' '}
              · {say('sessions.used')} <When at={row.lastUsedAt} />
            </>
          )}
        </Text>
        {end.error && <Failed error={end.error} />}
      </div>
      {row.current ? (
        <StateBadge colour="grass">{say('sessions.current')}</StateBadge>
      ) : (
        <Button
          size="1"
          variant="soft"
          color="gray"
          aria-label={say('sessions.end.of', { device })}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {say('sessions.end')}
        </Button>
      )}
    </li>
  );
}

/** Where whoever is signed in is signed in, with the way out of it. */
export function SessionsPage() {
  const say = useSay();
  const client = useQueryClient();
  const { member } = useSession();
  const sessions = useInfiniteQuery(ownSessionsQuery);
  const endAll = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/sessions')),
    onSuccess: () => client.setQueryData(sessionQuery.queryKey, null),
  });
  return (
    <>
      <PageHead title={say('sessions.title')}>
        <Confirm
          trigger={
            <Button variant="soft" color="red" loading={endAll.isPending}>
              {say('sessions.all')}
            </Button>
          }
          ask={say('sessions.all.ask')}
          says={say('sessions.all.says')}
          go={say('sessions.all')}
          isGrave
          onYes={() => endAll.mutate()}
        />
      </PageHead>
      <Flex direction="column" gap="3">
        <Text color="gray">
          {say('sessions.lead')} {member && `${member.name} · ${member.address}`}
        </Text>
        {endAll.error && <Failed error={endAll.error} />}
        <Listed of={sessions}>
          {(items) => (
            <ul className="rows plain">
              {items.map((row) => (
                <SessionRow key={row.id} row={row} />
              ))}
            </ul>
          )}
        </Listed>
      </Flex>
    </>
  );
}
