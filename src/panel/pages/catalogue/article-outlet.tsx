import { Button, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { outletQuery } from '../../api/catalogue-queries';
import type { OutletStanding } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import type { Colour } from '../../kind';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Fact, Facts } from '../../parts/facts';
import { Failed, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';

const COLOURS: Readonly<Record<NonNullable<OutletStanding['state']>, Colour>> = {
  wanted: 'blue',
  delivered: 'grass',
  failed: 'red',
  unconfirmed: 'amber',
};

/** Sends an article out once more after that has failed. */
function Again({ articleId }: { articleId: string }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const again = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/articles/{id}/publish-again', { params: { path: { id: articleId } } })),
    onSuccess: (standing) => {
      client.setQueryData(outletQuery(articleId).queryKey, standing);
      announce(say('outlet.again.done'));
    },
  });
  return (
    <>
      <Flex>
        <Button variant="soft" loading={again.isPending} onClick={() => again.mutate()}>
          {say('outlet.again')}
        </Button>
      </Flex>
      {again.error && <Failed error={again.error} />}
    </>
  );
}

function Standing({ articleId, standing }: { articleId: string; standing: OutletStanding }) {
  const say = useSay();
  const can = useCan();
  const { hasOutlet, state, url, lastProblem, linkState, deliveredAt } = standing;
  if (state === null) return <Text color="gray">{say(hasOutlet ? 'outlet.never' : 'outlet.none')}</Text>;
  const hasFailed = state === 'failed' || state === 'unconfirmed';
  return (
    <Flex direction="column" gap="3">
      <Facts>
        <Fact label={say('outlet.state')}>
          <StateBadge colour={COLOURS[state]}>{say(`outlet.state.${state}`)}</StateBadge>
        </Fact>
        {lastProblem && <Fact label={say('outlet.problem')}>{lastProblem.reason}</Fact>}
        {url && (
          <Fact label={say('outlet.page')}>
            <a href={url} target="_blank" rel="noreferrer">
              {url}
            </a>
          </Fact>
        )}
        {deliveredAt && (
          <Fact label={say('outlet.delivered')}>
            <When at={deliveredAt} />
          </Fact>
        )}
        {linkState && (
          <Fact label={say('outlet.links')}>
            <StateBadge colour={linkState === 'kept' ? 'grass' : 'red'}>
              {say(`outlet.links.${linkState}`)}
            </StateBadge>
          </Fact>
        )}
      </Facts>
      {hasFailed && hasOutlet && can('catalogue.write') && <Again articleId={articleId} />}
    </Flex>
  );
}

/** How an article stands at the outlet of its site. */
export function ArticleOutlet({ articleId }: { articleId: string }) {
  const standing = useQuery(outletQuery(articleId));
  return <Shown of={standing}>{(data) => <Standing articleId={articleId} standing={data} />}</Shown>;
}
