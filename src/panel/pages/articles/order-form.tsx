import { Button, Callout, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { CATALOGUE } from '../../api/catalogue-queries';
import type { Price } from '../../api/catalogue-queries';
import { isFailure } from '../../api/failure';
import { startPurchase } from '../../api/purchase-queries';
import type { Ordered } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { TextInput } from '../../parts/form';
import { isPrice, usePrice } from '../../parts/price';
import { useSentForm } from '../../parts/sent-form';
import { Failed } from '../../parts/states';
import { useSettings } from '../../settings';
import { STARTED } from '../purchase/started';

/** The price that was changed while somebody ordered; undefined where something else went wrong. */
function changedPrice(error: unknown): Price | undefined {
  return isFailure(error) && error.code === 'price_changed' && isPrice(error.price) ? error.price : undefined;
}

const samePrice = (one: Price, other: Price): boolean =>
  one.amount === other.amount && one.currency === other.currency;

/** The price to be agreed to: the one that is known, or what the server said since that it is. */
function usePriceNow(known: Price | undefined) {
  const [changed, setChanged] = useState<{ before: Price; now: Price }>();
  const isOld = changed && known && samePrice(changed.before, known);
  const price = isOld ? changed.now : known;
  const isTold = changed && price && samePrice(changed.now, price);
  return {
    price,
    told: isTold ? changed : undefined,
    tell: (now: Price) => price && setChanged({ before: price, now }),
  };
}

/**
 * The form by which something is bought: the fields of what is ordered, its price, and only then the address to which the link that
 * confirms it is mailed. `children` are told what the form and the server found wrong with a field.
 */
export function OrderForm(props: {
  /** What it costs; undefined as long as that depends on a choice. */
  price: Price | undefined;
  /** The fields as they are written. */
  fields: Readonly<Record<string, string>>;
  /** Those that may be empty. */
  optional: readonly string[];
  /** What the fields order. */
  ordered: Ordered;
  /** Whether a field says already that something is wrong with it. */
  isWrong?: boolean;
  children: (problemOf: (field: string) => string | undefined) => ReactNode;
}) {
  const say = useSay();
  const priceOf = usePrice();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const { language } = useSettings();
  const { price, told, tell } = usePriceNow(props.price);
  const [email, setEmail] = useState('');
  const start = useMutation({
    mutationFn: startPurchase,
    onSuccess: ({ minutes }, { email: address }) => {
      // In memory only: the address stays on no device.
      client.setQueryData(STARTED, { address, minutes });
      void navigate('/purchase/check-mail', { state: { from: `${pathname}${search}` } });
    },
    onError: (error) => {
      const now = changedPrice(error);
      if (now) tell(now);
      // What is for sale, and for how much, is not what it was.
      if (isFailure(error) && [404, 409].includes(error.status))
        void client.invalidateQueries({ queryKey: [CATALOGUE] });
    },
  });
  const { form, problemOf, isSaid, send } = useSentForm(
    { ...props.fields, email },
    props.optional,
    start.error,
  );

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (start.isPending) return;
    const isWhole = send();
    start.reset();
    if (!isWhole || props.isWrong || !price) return;
    start.mutate({ ...props.ordered, email: email.trim(), locale: language, price });
  }

  return (
    <form ref={form} noValidate onSubmit={onSubmit}>
      <Flex direction="column" gap="4" maxWidth="560px">
        {props.children(problemOf)}
        {price && (
          <div>
            <Text as="p" size="4" weight="bold">
              {say('buying.total', { price: priceOf(price) })}
            </Text>
            <Text as="p" size="2" color="gray">
              {say('buying.total.later')}
            </Text>
          </div>
        )}
        <TextInput
          label={say('buying.field.email')}
          hint={say('buying.field.email.hint')}
          type="email"
          autoComplete="email"
          maxLength={320}
          required
          value={email}
          problem={problemOf('email')}
          onChange={setEmail}
        />
        {told && (
          <Callout.Root color="amber" highContrast role="alert">
            <Callout.Text>
              {say('buying.priceChanged', { before: priceOf(told.before), now: priceOf(told.now) })}
            </Callout.Text>
          </Callout.Root>
        )}
        {start.error && !isSaid && changedPrice(start.error) === undefined && <Failed error={start.error} />}
        <Flex direction="column" gap="2" align="start">
          <Button type="submit" size="3" loading={start.isPending}>
            {price ? say('buying.go', { price: priceOf(price) }) : say('buying.go.plain')}
          </Button>
          <Text as="p" size="2" color="gray">
            {say('buying.start.note')}
          </Text>
        </Flex>
      </Flex>
    </form>
  );
}
