import { Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { mailsQuery } from '../../api/mail-queries';
import { useSay } from '../../messages/use-text';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { Again, Outcomes, useOutcome } from '../webhooks/outcomes';
import { kindName } from './kind-names';

/** What was mailed, newest first. */
export function MailLog() {
  const say = useSay();
  const can = useCan();
  const mails = useInfiniteQuery(mailsQuery(useOutcome()));
  return (
    <Outcomes
      of={mails}
      line={(mail) => (
        <div>
          {kindName(say, mail.kind)}
          <Text as="div" size="1" color="gray">
            <When at={mail.createdAt} /> · {mail.to} · {say('deliveries.tries', { count: mail.tries })}
            {mail.state !== 'delivered' && mail.lastProblem
              ? ` · ${say('deliveries.problem', { problem: mail.lastProblem })}`
              : ''}
          </Text>
        </div>
      )}
      again={({ id, canResend }) =>
        can('mail.write') &&
        canResend && (
          <Again
            key={id}
            queryKey={['mails']}
            send={() =>
              answerOf(api.POST('/api/mail/messages/{id}/resend', { params: { path: { id } }, body: {} }))
            }
          />
        )
      }
    />
  );
}
