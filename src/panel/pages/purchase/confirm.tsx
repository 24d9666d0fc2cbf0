import { Button, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isFailure } from '../../api/failure';
import { confirmPurchase, purchaseQuery } from '../../api/purchase-queries';
import { startAnew } from '../../api/session-change';
import { useSay } from '../../messages/use-text';
import { isWebAddress } from '../../parts/address';
import { forgetDrafts } from '../../parts/draft';
import { Fact } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { sayError, Shown } from '../../parts/states';
import { When } from '../../parts/times';
import { useToken } from '../../parts/token';
import { BoughtFacts } from './facts';

const isGone = (error: unknown): boolean => isFailure(error) && [400, 401, 404, 410].includes(error.status);

/** The order that a link has confirmed already, where an error says so. */
const usedFor = (error: unknown): string | undefined =>
  isFailure(error) && error.code === 'link_used' ? error.orderId : undefined;

function Titled({ children }: { children: ReactNode }) {
  const say = useSay();
  return (
    <>
      <PageHead title={say('buying.confirm.title')} />
      <Flex direction="column" gap="4" align="start">
        {children}
      </Flex>
    </>
  );
}

function Used({ orderId }: { orderId: string }) {
  const say = useSay();
  return (
    <Titled>
      <Text as="p">{say('buying.confirm.used')}</Text>
      <Button asChild size="3">
        <Link to={`/order-status/${orderId}`}>{say('buying.confirm.used.go')}</Link>
      </Button>
    </Titled>
  );
}

function Gone({ says }: { says: string }) {
  const say = useSay();
  return (
    <Titled>
      <Text as="p" role="alert" color="red">
        {says}
      </Text>
      <Text as="p">{say('buying.confirm.gone.next')}</Text>
      <Flex gap="3" wrap="wrap">
        <Button asChild size="3">
          <Link to="/articles">{say('buying.confirm.browse')}</Link>
        </Button>
        <Button asChild size="3" variant="soft">
          <Link to="/my-orders">{say('buying.orders')}</Link>
        </Button>
      </Flex>
    </Titled>
  );
}

/** Shows what a link orders, and confirms it by a button. */
function Confirmable({ token }: { token: string }) {
  const say = useSay();
  const purchase = useQuery(purchaseQuery(token));
  const confirm = useMutation({
    mutationFn: () => confirmPurchase(token),
    onSuccess: ({ orderId, checkoutUrl }) => {
      forgetDrafts();
      startAnew('in', isWebAddress(checkoutUrl) ? checkoutUrl : `/order-status/${orderId}`);
    },
  });
  const usedBy = usedFor(confirm.error);
  if (usedBy) return <Used orderId={usedBy} />;
  if (isGone(purchase.error) || isGone(confirm.error)) return <Gone says={say('buying.confirm.gone')} />;
  if (purchase.data?.state === 'used' && confirm.isIdle) return <Used orderId={purchase.data.purchaseId} />;
  return (
    <Titled>
      <Shown of={purchase}>
        {(bought) => (
          <>
            <Text as="p">{say('buying.confirm.lead')}</Text>
            <BoughtFacts bought={bought}>
              <Fact label={say('buying.field.email')}>{bought.email}</Fact>
              <Fact label={say('buying.confirm.until')}>
                <When at={bought.expiresAt} />
              </Fact>
            </BoughtFacts>
            {confirm.error && (
              <Text as="p" role="alert" color="red">
                {sayError(say, confirm.error)}
              </Text>
            )}
            <Button
              size="3"
              loading={confirm.isPending || confirm.isSuccess}
              onClick={() => confirm.mutate()}
            >
              {say('buying.confirm.go')}
            </Button>
          </>
        )}
      </Shown>
    </Titled>
  );
}

/**
 * Where the link of an order's mail leads. Only the button confirms the order: scanners of mails open links before their readers do, and
 * run what is on the page.
 */
export function ConfirmPage() {
  const say = useSay();
  const token = useToken();
  return token === '' ? (
    <Gone says={say('buying.confirm.none')} />
  ) : (
    <Confirmable key={token} token={token} />
  );
}
