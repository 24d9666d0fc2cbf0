import { Button, Dialog, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api, newRequestWord } from '../../api/client';
import { productsQuery, storesQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { useSettled } from '../../parts/settled';
import { Failed, Shown } from '../../parts/states';
import { useCan } from '../../session';
import { BLOG_PATH } from './api';

type SourceType = 'keyword' | 'product' | 'category';

/** What a post is to be about, where that is known from the start. */
export interface About {
  storeId: string;
  productId: string;
  name: string;
}

/** How an order is carried out; by the store where it does not say. */
interface More {
  publishMode: Store['publishMode'] | 'store';
  picture: Store['pictures'] | 'store';
  publishAt: string;
}

const asOrdered = ({ publishMode, picture, publishAt }: More, store: Store | undefined) => ({
  ...(publishMode === 'store' ? {} : { publishMode }),
  ...(picture === 'store' ? {} : { picture }),
  ...(publishAt === '' ? {} : { publishAt, ...(store ? { timeZone: store.timeZone } : {}) }),
});

function ProductChoice(props: { storeId: string; disabled: boolean; onPick: (productId: string) => void }) {
  const say = useSay();
  const [words, setWords] = useState('');
  const products = useQuery(productsQuery(props.storeId, useSettled(words.trim())));
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
                <Button
                  key={id}
                  type="button"
                  variant="soft"
                  color="gray"
                  highContrast
                  disabled={props.disabled}
                  onClick={() => props.onPick(id)}
                >
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

function MoreChoices(props: {
  more: More;
  store: Store | undefined;
  error: unknown;
  onChange: (more: More) => void;
}) {
  const say = useSay();
  const { more, store, error, onChange } = props;
  const zone = store?.timeZone;
  const ofStore = store
    ? say('store.publish.storeMode', { mode: say(`store.publish.${store.publishMode}`) })
    : say('store.publish.store');
  return (
    <details className="fold">
      <summary>
        <Text size="2">{say('orders.more')}</Text>
      </summary>
      <Flex direction="column" gap="3" mt="3">
        <ChoiceInput<More['publishMode']>
          label={say('store.publishMode')}
          value={more.publishMode}
          options={(['store', 'publish', 'approve', 'draft'] as const).map((value) => ({
            value,
            label: value === 'store' ? ofStore : say(`store.publish.${value}`),
          }))}
          onChange={(publishMode) => onChange({ ...more, publishMode })}
        />
        <ChoiceInput<More['picture']>
          label={say('store.pictures')}
          value={more.picture}
          options={(['store', 'required', 'optional', 'none'] as const).map((value) => ({
            value,
            label: value === 'store' ? say('store.publish.store') : say(`store.pictures.${value}`),
          }))}
          onChange={(picture) => onChange({ ...more, picture })}
        />
        <TextInput
          label={say('orders.plan.time')}
          hint={zone ? say('orders.plan.zone', { zone }) : say('orders.plan.storeZone')}
          type="datetime-local"
          value={more.publishAt}
          problem={problemWith(error, 'publishAt')}
          onChange={(publishAt) => onChange({ ...more, publishAt })}
        />
      </Flex>
    </details>
  );
}

function NewOrderForm({ about, onDone }: { about: About | undefined; onDone: () => void }) {
  const say = useSay();
  const can = useCan();
  const navigate = useNavigate();
  const { announce } = useLive();
  const [from, setFrom] = useState<SourceType>('keyword');
  const [words, setWords] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [storeId, setStoreId] = useState(about?.storeId ?? '');
  const [more, setMore] = useState<More>({ publishMode: 'store', picture: 'store', publishAt: '' });
  // The same wish is ordered once, however often it is sent.
  const wish = JSON.stringify([from, words, storeId, more]);
  const word = useMemo(() => ({ wish, text: newRequestWord() }).text, [wish]);
  // Whoever may not see stores orders by keyword.
  const stores = useQuery({ ...storesQuery, enabled: can('stores.read') });
  const known = (stores.data?.items ?? []).filter(({ status }) => status === 'active');
  const store = known.find(({ id }) => id === storeId) ?? known[0];

  const place = useMutation({
    mutationFn: ({ sourceType, sourceId }: { sourceType: SourceType; sourceId: string }) =>
      answerOf(
        api.POST('/api/blog-generation', {
          body: {
            sourceType,
            sourceId,
            ...(store ? { instanceId: store.instanceId } : {}),
            ...asOrdered(more, store),
          },
          headers: { 'Idempotency-Key': word },
        }),
      ),
    onSuccess: ({ id }) => {
      announce(say('orders.placed'));
      onDone();
      void navigate(`${BLOG_PATH}/${id}`);
    },
  });
  const isTyped = !about && from !== 'product';
  const isTold = ['publishAt', isTyped ? 'sourceId' : ''].some((field) => problemWith(place.error, field));

  function submit(): void {
    if (about) return place.mutate({ sourceType: 'product', sourceId: about.productId });
    const sourceId = words.trim();
    setMissing(isTyped && sourceId === '');
    if (isTyped && sourceId !== '') place.mutate({ sourceType: from, sourceId });
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Flex direction="column" gap="3">
        {!about && known.length > 1 && store && (
          <ChoiceInput
            label={say('orders.store')}
            value={store.id}
            options={known.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setStoreId}
          />
        )}
        {!about && known.length > 0 && (
          <ChoiceInput<SourceType>
            label={say('orders.source')}
            value={from}
            options={(['keyword', 'product', 'category'] as const).map((value) => ({
              value,
              label: say(`orders.source.${value}`),
            }))}
            onChange={setFrom}
          />
        )}
        {about && <Text weight="medium">{about.name}</Text>}
        {isTyped && (
          <TextInput
            label={say(from === 'category' ? 'orders.category' : 'orders.keyword')}
            hint={from === 'category' ? say('orders.category.hint') : undefined}
            maxLength={200}
            value={words}
            problem={isMissing ? say('orders.keyword.bad') : problemWith(place.error, 'sourceId')}
            onChange={setWords}
          />
        )}
        <MoreChoices more={more} store={store} error={place.error} onChange={setMore} />
        {!about && from === 'product' && store && (
          <ProductChoice
            storeId={store.id}
            disabled={place.isPending}
            onPick={(sourceId) => place.mutate({ sourceType: 'product', sourceId })}
          />
        )}
        {place.error && !isTold && <Failed error={place.error} />}
        <Flex gap="3" justify="end">
          <Dialog.Close>
            <Button type="button" variant="soft" color="gray">
              {say('act.close')}
            </Button>
          </Dialog.Close>
          {(about || isTyped) && (
            <Button type="submit" loading={place.isPending}>
              {say('orders.go')}
            </Button>
          )}
        </Flex>
      </Flex>
    </form>
  );
}

/** Orders a blog post about a keyword, a product or a category. */
export function NewOrder({ about }: { about?: About }) {
  const say = useSay();
  const can = useCan();
  const [isOpen, setOpen] = useState(false);
  if (!can('orders.place')) return null;
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger>
        {about ? (
          <Button variant="soft" aria-label={say('orders.createAbout', { name: about.name })}>
            {say('orders.create')}
          </Button>
        ) : (
          <Button>{say('orders.create')}</Button>
        )}
      </Dialog.Trigger>
      <Dialog.Content maxWidth="520px">
        <Dialog.Title>{say('orders.new')}</Dialog.Title>
        <Dialog.Description mb="3">{say('orders.lead')}</Dialog.Description>
        <NewOrderForm about={about} onDone={() => setOpen(false)} />
      </Dialog.Content>
    </Dialog.Root>
  );
}
