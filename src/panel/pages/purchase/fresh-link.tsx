import { Button, Callout, Flex, Text } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { mailOrderLink } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { sayError } from '../../parts/states';

/** Offers to mail a link to whoever ordered something; what it says then is the same for every order. */
export function FreshLink({ orderId }: { orderId: string }) {
  const say = useSay();
  const request = useMutation({ mutationFn: () => mailOrderLink(orderId) });
  return (
    <>
      <PageHead title={say('buying.fresh.title')} />
      <Flex direction="column" gap="4" align="start">
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
