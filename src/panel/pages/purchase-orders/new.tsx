import { Button, Flex, Text } from '@radix-ui/themes';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Product } from '../../../contract/orders';
import { allSitesQuery, articlesQuery, publicArticleQuery } from '../../api/catalogue-queries';
import { newRequestWord } from '../../api/client';
import { ADMIN_ORDERS, placeAdminOrder, QUEUES } from '../../api/review-queries';
import type { AdminOrdered } from '../../api/review-queries';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { useDraft } from '../../parts/draft';
import { useFilters } from '../../parts/filters';
import { ChoiceInput, TextInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { useSentForm } from '../../parts/sent-form';
import { useSettled } from '../../parts/settled';
import { Empty, Failed, Shown } from '../../parts/states';
import { BriefFields, briefOrdered, EMPTY_BRIEF, OPTIONAL_IN_BRIEF } from '../articles/brief';
import { LinkFields, useAnchorCheck } from '../articles/link-check';
import { NotesField } from '../articles/link-fields';
import { BOUGHT_APIS } from './api';

/** Fewer characters are not searched for. */
const LEAST = 2;

const PRODUCTS = Object.keys(BOUGHT_APIS) as Product[];

/** Places an order of the administrators' own and leads to it. The same wish is ordered once, however often it is sent. */
function usePlace(path: string, ordered: AdminOrdered) {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const wish = JSON.stringify(ordered);
  const word = useMemo(() => ({ wish, text: newRequestWord() }).text, [wish]);
  return useMutation({
    mutationFn: () => placeAdminOrder(ordered, word),
    onSuccess: ({ orderId }) => {
      announce(say('admin.new.done'));
      for (const queryKey of [[ADMIN_ORDERS], [QUEUES]]) void client.invalidateQueries({ queryKey });
      void navigate(`${path}/${orderId}`);
    },
  });
}

/** A form that orders at once. */
function PlainForm(props: {
  path: string;
  fields: Readonly<Record<string, string>>;
  optional: readonly string[];
  ordered: AdminOrdered;
  isWrong?: boolean;
  children: (problemIn: (field: string) => string | undefined) => ReactNode;
}) {
  const say = useSay();
  const place = usePlace(props.path, props.ordered);
  const { form, problemOf, isSaid, send } = useSentForm(props.fields, props.optional, place.error);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (place.isPending) return;
    const isWhole = send();
    place.reset();
    if (isWhole && !props.isWrong) place.mutate();
  }

  return (
    <form ref={form} noValidate onSubmit={onSubmit}>
      <Flex direction="column" gap="4" maxWidth="560px">
        {props.children(problemOf)}
        {place.error && !isSaid && <Failed error={place.error} />}
        <Flex>
          <Button type="submit" size="3" loading={place.isPending}>
            {say('admin.new.go')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
}

function NewArticle({ path }: { path: string }) {
  const say = useSay();
  const sites = useQuery(allSitesQuery);
  const { read, set } = useFilters<'site'>();
  const [draft, change] = useDraft('admin-article', EMPTY_BRIEF);
  return (
    <Shown of={sites}>
      {(all) => {
        const active = all.filter((site) => site.active);
        const chosen =
          active.find(({ id }) => id === read('site')) ?? (active.length === 1 ? active[0] : undefined);
        const domainId = chosen?.id ?? '';
        return active.length === 0 ? (
          <Empty>{say('catalogue.sites.empty')}</Empty>
        ) : (
          <PlainForm
            path={path}
            fields={{ ...draft, domainId }}
            optional={OPTIONAL_IN_BRIEF}
            ordered={{ product: 'article', domainId, ...briefOrdered(draft) }}
          >
            {(problemIn) => (
              <>
                <ChoiceInput
                  label={say('buying.field.site')}
                  placeholder={say('buying.field.site.choose')}
                  value={domainId}
                  options={active.map(({ id, name }) => ({ value: id, label: name }))}
                  problem={problemIn('domainId')}
                  onChange={(id) => set({ site: id })}
                />
                <BriefFields brief={draft} problemIn={problemIn} onChange={change} />
              </>
            )}
          </PlainForm>
        );
      }}
    </Shown>
  );
}

/** A search for the article that a link goes into. */
function ArticleChoice({ onChoose }: { onChoose: (id: string) => void }) {
  const say = useSay();
  const [words, setWords] = useState('');
  const settled = useSettled(words.trim());
  const q = [...settled].length >= LEAST ? settled : undefined;
  const articles = useInfiniteQuery({
    ...articlesQuery({ q, state: 'published' }),
    placeholderData: keepPreviousData,
  });
  return (
    <Flex direction="column" gap="4">
      <Flex direction="column" maxWidth="560px">
        <TextInput
          label={say('admin.new.search')}
          type="search"
          maxLength={100}
          value={words}
          onChange={setWords}
        />
      </Flex>
      <Listed of={articles}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('articles.none')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map(({ id, title, domain }) => (
                <li key={id}>
                  <div>
                    <Text as="div" weight="medium">
                      {title}
                    </Text>
                    <Text as="div" size="1" color="gray">
                      {domain.name}
                    </Text>
                  </div>
                  <Button
                    variant="soft"
                    aria-label={say('admin.new.choose.of', { title })}
                    onClick={() => onChoose(id)}
                  >
                    {say('admin.new.choose')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Listed>
    </Flex>
  );
}

function LinkIn({ path, articleId, onOther }: { path: string; articleId: string; onOther: () => void }) {
  const say = useSay();
  const article = useQuery(publicArticleQuery(articleId));
  const [draft, change] = useDraft('admin-link', { anchorText: '', targetUrl: '', notes: '' });
  const { anchorText, targetUrl, notes } = draft;
  const check = useAnchorCheck(articleId, anchorText, targetUrl);
  return (
    <Shown of={article}>
      {({ title, domain, language }) => (
        <PlainForm
          path={path}
          fields={draft}
          optional={['notes']}
          ordered={{
            ...{ product: 'backlink' as const, articleId, anchorText, targetUrl: targetUrl.trim() },
            ...(notes.trim() ? { notes: notes.trim() } : {}),
          }}
          isWrong={Object.values(check.wrong).some(Boolean)}
        >
          {(problemIn) => (
            <>
              <Flex gap="3" align="center" justify="between" wrap="wrap">
                <div>
                  <Text as="div" weight="medium">
                    {title}
                  </Text>
                  <Text as="div" size="1" color="gray">
                    {domain.name}
                  </Text>
                </div>
                <Button type="button" variant="soft" color="gray" onClick={onOther}>
                  {say('admin.new.other')}
                </Button>
              </Flex>
              <LinkFields
                link={draft}
                check={check}
                language={language}
                problemIn={problemIn}
                onChange={change}
              />
              <NotesField
                value={notes}
                problem={problemIn('notes')}
                onChange={(text) => change({ notes: text })}
              />
            </>
          )}
        </PlainForm>
      )}
    </Shown>
  );
}

function NewLink({ path }: { path: string }) {
  const { read, set } = useFilters<'article'>();
  const articleId = read('article');
  return articleId === undefined ? (
    <ArticleChoice onChoose={(id) => set({ article: id })} />
  ) : (
    <LinkIn key={articleId} path={path} articleId={articleId} onOther={() => set({ article: undefined })} />
  );
}

/** The form of each product. */
const FORMS = { article: NewArticle, backlink: NewLink } as const satisfies Record<Product, unknown>;

/** Where an administrator orders an article or a link, which nobody pays for and no buyer looks at. */
export function NewAdminOrderPage({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const { read, set } = useFilters<'product'>();
  const product = PRODUCTS.find((one) => one === read('product')) ?? PRODUCTS[0]!;
  const Form = FORMS[product];
  return (
    <>
      <PageHead title={say('admin.new')} />
      <Flex direction="column" gap="5">
        <Text as="p">{say('admin.new.lead')}</Text>
        <Flex direction="column" maxWidth="560px">
          <ChoiceInput
            label={say('buying.fact.product')}
            value={product}
            options={PRODUCTS.map((value) => ({ value, label: say(`buying.product.${value}`) }))}
            onChange={(value) => set({ product: value })}
          />
        </Flex>
        <Form key={product} path={kind.path} />
        <Link className="alone" to={kind.path}>
          {say('admin.back')}
        </Link>
      </Flex>
    </>
  );
}
