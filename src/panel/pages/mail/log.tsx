import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { mailsQuery } from '../../api/mail-queries';
import type { Mail } from '../../api/mail-queries';
import { useLive } from '../../live/live';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';

const COLOURS = { pending: 'amber', delivered: 'grass', failed: 'red' } as const;
const STATES = Object.keys(COLOURS) as Array<Mail['state']>;

const PROBLEMS: Readonly<Record<string, MessageId>> = {
  no_answer: 'mail.problem.no_answer',
  timed_out: 'deliveries.problem.timed_out',
  unsubscribed: 'mail.problem.unsubscribed',
  smtp_550: 'mail.problem.smtp_550',
};

function Again({ mail }: { mail: Mail }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const again = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/mail/messages/{id}/resend', { params: { path: { id: mail.id } }, body: {} })),
    onSuccess: () => {
      announce(say('deliveries.again.done'));
      void client.invalidateQueries({ queryKey: ['mails'] });
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

function Line({ mail }: { mail: Mail }) {
  const say = useSay();
  const can = useCan();
  const { kind, to, state, tries, lastProblem, createdAt } = mail;
  const known = lastProblem === null ? undefined : PROBLEMS[lastProblem];
  const problem =
    lastProblem === null || state === 'delivered'
      ? ''
      : known
        ? say(known)
        : say('deliveries.problem', { problem: lastProblem });
  return (
    <li>
      <div>
        {say(`mail.kind.${kind}`)}
        <Text as="div" size="1" color="gray">
          <When at={createdAt} /> ·{' '}
          {[to, say('deliveries.tries', { count: tries }), problem].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Flex gap="2" align="center" wrap="wrap">
        <StateBadge colour={COLOURS[state]}>{say(`deliveries.state.${state}`)}</StateBadge>
        {can('mail.write') && mail.canResend && <Again mail={mail} />}
      </Flex>
    </li>
  );
}

/** What was mailed, newest first; the filter stands in the page's address. */
export function MailLog() {
  const say = useSay();
  const filters = useFilters<'state'>();
  const state = STATES.find((name) => name === filters.read('state'));
  const mails = useInfiniteQuery(mailsQuery(state));
  return (
    <>
      <Flex mb="3">
        <FilterChoice
          label={say('pages.filter.status')}
          value={state}
          options={STATES.map((value) => ({ value, label: say(`deliveries.state.${value}`) }))}
          onChange={(chosen) => filters.set({ state: chosen })}
        />
      </Flex>
      <Listed of={mails}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('mail.log.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map((mail) => (
                <Line key={mail.id} mail={mail} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
