import { Button, Dialog, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api, newRequestWord } from '../api/client';
import { productsQuery, storesQuery } from '../api/queries';
import { useLive } from '../live/live';
import { useSay } from '../messages/use-text';
import { Choice } from '../parts/layout';
import { Failed, Shown } from '../parts/states';

interface Source {
  sourceType: 'keyword' | 'product';
  sourceId: string;
  instanceId?: string;
}

function ProductChoice(props: { storeId: string; onPick: (productId: string) => void }) {
  const say = useSay();
  const [words, setWords] = useState('');
  const products = useQuery(productsQuery(props.storeId, words.trim()));
  return (
    <Flex direction="column" gap="2">
      <TextField.Root
        type="search"
        aria-label={say('orders.search')}
        placeholder={say('orders.search')}
        maxLength={100}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Shown of={products}>
        {({ items }) =>
          items.length === 0 ? (
            <Text color="gray">{say('orders.noProducts')}</Text>
          ) : (
            <Flex direction="column" gap="1" maxHeight="240px" overflowY="auto">
              {items.map(({ id, name }) => (
                <Button key={id} type="button" variant="soft" color="gray" onClick={() => props.onPick(id)}>
                  {name}
                </Button>
              ))}
            </Flex>
          )
        }
      </Shown>
    </Flex>
  );
}

function NewOrderForm({ onDone }: { onDone: () => void }) {
  const say = useSay();
  const navigate = useNavigate();
  const { announce } = useLive();
  const [from, setFrom] = useState<'keyword' | 'product'>('keyword');
  const [keyword, setKeyword] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [storeId, setStoreId] = useState('');
  // The same wish is ordered once, however often it is sent.
  const word = useMemo(newRequestWord, [from, keyword, storeId]);
  // Whoever may not see stores orders by keyword.
  const stores = useQuery({ ...storesQuery, retry: false });
  const known = stores.data?.items ?? [];
  const store = known.find(({ id }) => id === storeId) ?? known[0];
  const place = useMutation({
    mutationFn: (source: Source) =>
      answerOf(api.POST('/api/blog-generation', { body: source, headers: { 'Idempotency-Key': word } })),
    onSuccess: ({ id }) => {
      announce(say('orders.placed'));
      onDone();
      void navigate(`/orders/${id}`);
    },
  });
  const instanceId = store?.instanceId;
  const order = (source: Source): void =>
    place.mutate(known.length > 1 || source.sourceType === 'product' ? { ...source, instanceId } : source);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(keyword.trim() === '');
        if (from === 'keyword' && keyword.trim() !== '')
          order({ sourceType: 'keyword', sourceId: keyword.trim() });
      }}
    >
      <Flex direction="column" gap="3">
        {known.length > 0 && (
          <Flex gap="3" wrap="wrap">
            <Choice<'keyword' | 'product'>
              label={say('orders.source')}
              value={from}
              options={(['keyword', 'product'] as const).map((value) => ({
                value,
                label: say(`orders.source.${value}`),
              }))}
              onChange={setFrom}
            />
            {known.length > 1 && store && (
              <Choice
                label={say('orders.store')}
                value={store.id}
                options={known.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={setStoreId}
              />
            )}
          </Flex>
        )}
        {from === 'product' && store ? (
          <ProductChoice
            storeId={store.id}
            onPick={(productId) => order({ sourceType: 'product', sourceId: productId })}
          />
        ) : (
          <Flex direction="column" gap="1">
            <Text as="label" htmlFor="keyword" size="2" weight="medium">
              {say('orders.keyword')}
            </Text>
            <TextField.Root
              id="keyword"
              maxLength={200}
              value={keyword}
              aria-invalid={isMissing || undefined}
              aria-describedby={isMissing ? 'keyword-problem' : undefined}
              onChange={(event) => setKeyword(event.target.value)}
            />
            {isMissing && (
              <Text id="keyword-problem" role="alert" size="2" color="red">
                {say('orders.keyword.bad')}
              </Text>
            )}
          </Flex>
        )}
        {place.error && <Failed error={place.error} />}
        <Flex gap="3" justify="end">
          <Dialog.Close>
            <Button type="button" variant="soft" color="gray">
              {say('act.close')}
            </Button>
          </Dialog.Close>
          {from === 'keyword' && (
            <Button type="submit" loading={place.isPending}>
              {say('orders.go')}
            </Button>
          )}
        </Flex>
      </Flex>
    </form>
  );
}

/** Orders a blog post about a keyword or a product. */
export function NewOrder() {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <Button>{say('orders.new')}</Button>
      </Dialog.Trigger>
      <Dialog.Content maxWidth="520px">
        <Dialog.Title>{say('orders.new')}</Dialog.Title>
        <Dialog.Description mb="3">{say('orders.lead')}</Dialog.Description>
        <NewOrderForm onDone={() => setOpen(false)} />
      </Dialog.Content>
    </Dialog.Root>
  );
}
