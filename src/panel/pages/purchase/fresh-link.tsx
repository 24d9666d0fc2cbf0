import { Button, Callout, Flex, Text } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { mailOrderLink } from '../../api/purchase-queries';
import { startAnew } from '../../api/session-change';
import { useSay } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { sayError } from '../../parts/states';

/** Offers to mail a link to whoever ordered something; what it says then is the same for every order. */
export function FreshLink({ orderId, problem }: { orderId: string; problem?: string | undefined }) {
  const say = useSay();
  const request = useMutation({ mutationFn: () => mailOrderLink(orderId) });
  return (
    <>
      <PageHead title={say('buying.fresh.title')} />
      <Flex direction="column" gap="4" align="start">
        {problem && (
          <Text as="p" role="alert" color="red">
            {problem}
          </Text>
        )}
        <Text as="p">{say('buying.fresh.lead')}</Text>
        {request.isSuccess && (
          <Callout.Root color="grass" highContrast role="status">
            <Callout.Text>{say('buying.fresh.sent')}</Callout.Text>
          </Callout.Root>
        )}
        {request.error && (
          <Text as="p" role="alert" color="red">
            {sayError(say, request.error)}
          </Text>
        )}
        <Button size="3" loading={request.isPending} onClick={() => request.mutate()}>
          {say('buying.fresh.go')}
        </Button>
      </Flex>
    </>
  );
}

/** Where the link of such a mail leads. Only the button uses it up. */
export function OrderSignIn({ orderId, token }: { orderId: string; token: string }) {
  const say = useSay();
  const signIn = useMutation({
    mutationFn: () => answerOf(api.POST('/api/session', { body: { mailLink: token } })),
    onSuccess: () => startAnew('in', `/order-status/${orderId}`),
  });
  if (isFailure(signIn.error) && [400, 401].includes(signIn.error.status))
    return <FreshLink orderId={orderId} problem={say('buying.fresh.used')} />;
  return (
    <>
      <PageHead title={say('buying.fresh.title')} />
      <Flex direction="column" gap="4" align="start">
        <Text as="p">{say('buying.fresh.signIn.lead')}</Text>
        {signIn.error && (
          <Text as="p" role="alert" color="red">
            {sayError(say, signIn.error)}
          </Text>
        )}
        <Button size="3" loading={signIn.isPending || signIn.isSuccess} onClick={() => signIn.mutate()}>
          {say('buying.fresh.signIn')}
        </Button>
      </Flex>
    </>
  );
}
