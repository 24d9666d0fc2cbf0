import { Button, Flex, Heading, Text } from '@radix-ui/themes';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { publicArticlesQuery } from '../../api/catalogue-queries';
import type { PublicArticle } from '../../api/catalogue-queries';
import { useSay } from '../../messages/use-text';
import { useFilters } from '../../parts/filters';
import { TextInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { useDay, usePrice } from '../../parts/price';
import { useSettled } from '../../parts/settled';
import { Empty } from '../../parts/states';

/** Fewer characters are not searched for. */
const LEAST = 2;

function Entry({ article }: { article: PublicArticle }) {
  const say = useSay();
  const dayOf = useDay();
  const priceOf = usePrice();
  const { id, title, author, publishedOn, domain, prices, excerpt, language } = article;
  return (
    <li>
      <article>
        <Heading as="h2" size="4" mb="1" lang={language}>
          <Link to={`/articles/${id}`}>{title}</Link>
        </Heading>
        <Text as="p" size="2" color="gray" mb="2">
          {say('articles.by', { author, date: dayOf(publishedOn) })}{' '}
          <Link to={`/articles?domain=${encodeURIComponent(domain.host)}`}>
            {say('articles.on', { site: domain.name })}
          </Link>
        </Text>
        <Text as="p" lang={language}>
          {excerpt}
        </Text>
        {prices.backlink && (
          <Text as="p" size="2" weight="medium" mt="2">
            {say('articles.price.from', { price: priceOf(prices.backlink) })}
          </Text>
        )}
      </article>
    </li>
  );
}

/** All articles that are for sale, to be searched and read by everybody. */
export function BrowsePage() {
  const say = useSay();
  const { read, set } = useFilters<'q' | 'domain'>();
  const [asked, domain] = [read('q') ?? '', read('domain')];
  const [words, setWords] = useState(asked);
  const settled = useSettled(words.trim());
  const q = [...settled].length >= LEAST ? settled : undefined;
  useEffect(() => {
    if ((q ?? '') !== asked) set({ q });
    // The address follows the field, never the other way round.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [q]);
  const articles = useInfiniteQuery({
    ...publicArticlesQuery({ q, domain }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHead title={say('articles.title')} />
      <Flex direction="column" gap="4" mb="5" maxWidth="480px">
        <Text as="p">
          {say('articles.lead')} <Link to="/articles/order">{say('buying.article.go')}</Link>
        </Text>
        <form role="search" onSubmit={(event) => event.preventDefault()}>
          <TextInput
            label={say('articles.search')}
            hint={say('articles.search.hint')}
            type="search"
            maxLength={100}
            value={words}
            onChange={setWords}
          />
        </form>
        {domain && (
          <Flex gap="3" align="center" wrap="wrap">
            <Text>{say('articles.site', { site: domain })}</Text>
            <Button size="1" variant="soft" onClick={() => set({ domain: undefined })}>
              {say('articles.site.all')}
            </Button>
          </Flex>
        )}
      </Flex>
      <Listed of={articles}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say(q || domain ? 'articles.none' : 'articles.empty')}</Empty>
          ) : (
            <ul className="entries">
              {items.map((article) => (
                <Entry key={article.id} article={article} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
