import { Text, TextField } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useIntl } from 'react-intl';
import { productsQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { useSettled } from '../../parts/settled';
import { Empty, Shown } from '../../parts/states';

// Its form is the same as in the list of blog orders, and comes when one of both is opened.
const NewOrder = lazy(async () => ({ default: (await import('../blog/new-order')).NewOrder }));

/** A price in whole units of its currency, of which some have no smaller ones. */
function wholeUnits(price: number, currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return price / 10 ** maximumFractionDigits;
}

/** What a store sells; posts can be ordered about each. */
export function Products({ store }: { store: Store }) {
  const say = useSay();
  const intl = useIntl();
  const [words, setWords] = useState('');
  const products = useQuery(productsQuery(store.id, useSettled(words.trim())));
  return (
    <>
      <TextField.Root
        type="search"
        mb="4"
        style={{ maxWidth: 420 }}
        aria-label={say('orders.search')}
        placeholder={say('orders.search')}
        maxLength={100}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Shown of={products}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{say('orders.noProducts')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map(({ id, name, description, price, currency }) => (
                <li key={id}>
                  <div>
                    <Text as="div" weight="medium">
                      {name}
                    </Text>
                    <Text as="div" size="2" color="gray" className="two-lines">
                      {description}
                    </Text>
                    {price !== null && currency !== null && (
                      <Text as="div" size="2">
                        {intl.formatNumber(wholeUnits(price, currency), { style: 'currency', currency })}
                      </Text>
                    )}
                  </div>
                  <Suspense>
                    <NewOrder about={{ storeId: store.id, productId: id, name }} />
                  </Suspense>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </>
  );
}
