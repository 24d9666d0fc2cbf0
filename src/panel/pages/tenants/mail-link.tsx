import { Button, Text } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { answerOf, api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { startAnew } from '../../api/session-change';
import { useSay } from '../../messages/use-text';
import { Outside } from '../../parts/outside';
import { sayError } from '../../parts/states';
import { useToken } from '../../parts/token';

const ID = /^[\da-f-]{36}$/i;

/** The page of the order that a link was mailed for, if it was for one. */
function useOrderPage(): string | undefined {
  const [search] = useSearchParams();
  const order = search.get('order') ?? '';
  return ID.test(order) ? `/order-status/${order}` : undefined;
}

/**
 * Where the link of a mail leads. Only the button uses the link up: scanners of mails open links before their readers do, and run what is
 * on the page.
 */
export function MailLinkPage() {
  const say = useSay();
  const token = useToken();
  const orderPage = useOrderPage();
  const signIn = useMutation({
    mutationFn: () => answerOf(api.POST('/api/session', { body: { mailLink: token } })),
    onSuccess: () => startAnew('in', orderPage),
  });
  const isUsed = isFailure(signIn.error) && [400, 401].includes(signIn.error.status);
  const problem =
    token === ''
      ? say('signIn.link.none')
      : isUsed
        ? say(orderPage ? 'buying.link.used' : 'signIn.linkUsed')
        : undefined;
  return (
    <Outside title={say('signIn.link.title')}>
      {problem ? (
        <>
          <Text role="alert" color="red">
            {problem}
          </Text>
          <Button asChild size="3" variant="soft">
            <Link to={orderPage ?? '/'}>{say(orderPage ? 'buying.fresh.title' : 'signIn.link.other')}</Link>
          </Button>
        </>
      ) : (
        <>
          <Text color="gray">{say(orderPage ? 'buying.link.opens' : 'signIn.link.lead')}</Text>
          {signIn.error && (
            <Text role="alert" color="red">
              {sayError(say, signIn.error)}
            </Text>
          )}
          <Button size="3" loading={signIn.isPending || signIn.isSuccess} onClick={() => signIn.mutate()}>
            {say(orderPage ? 'buying.link.open' : 'signIn.link.go')}
          </Button>
        </>
      )}
    </Outside>
  );
}
