import { Button, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isFailure } from '../../api/failure';
import { openCheckout, orderStatusQuery } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { isWebAddress } from '../../parts/address';
import { sayError } from '../../parts/states';

/** The button that leads to where an order is paid, and what keeps it from leading there. */
export function Pay({
  orderId,
  isQuiet,
  children,
}: {
  orderId: string;
  isQuiet?: boolean;
  children: string;
}) {
  const say = useSay();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: () => openCheckout(orderId),
    onSuccess: ({ checkoutUrl }) => {
      if (isWebAddress(checkoutUrl)) location.assign(checkoutUrl);
    },
    // It may be paid by now.
    onError: () => client.invalidateQueries({ queryKey: orderStatusQuery(orderId).queryKey }),
  });
  const isAway = isFailure(open.error) && open.error.status === 503;
  return (
    <Flex direction="column" gap="2" align="start">
      <Button
        size="3"
        variant={isQuiet ? 'soft' : 'solid'}
        loading={open.isPending || open.isSuccess}
        onClick={() => open.mutate()}
      >
        {children}
      </Button>
      {open.error && (
        <Text as="p" role="alert" color="red">
          {isAway ? say('buying.pay.away') : sayError(say, open.error)}
        </Text>
      )}
    </Flex>
  );
}
