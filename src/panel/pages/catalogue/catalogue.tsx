import { Button, Flex, Text } from '@radix-ui/themes';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { articlesQuery, sitesQuery } from '../../api/catalogue-queries';
import type { ArticleFilter, Listed as ListedArticle, Site } from '../../api/catalogue-queries';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { useFilters } from '../../parts/filters';
import { ChoiceInput, TextInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { useDay } from '../../parts/price';
import { useSettled } from '../../parts/settled';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan } from '../../session';
import { NewSite } from './new-site';

const STATES = ['all', 'published', 'unpublished', 'archived'] as const;

/** Fewer characters are not searched for. */
const LEAST = 2;

function SiteRow({ site }: { site: Site }) {
  const say = useSay();
  return (
    <li>
      <div>
        <Link to={`/catalogue/sites/${site.id}`}>{site.name}</Link>
        <Text as="div" size="1" color="gray">
          {site.host}
        </Text>
      </div>
      {!site.active && <StateBadge colour="gray">{say('catalogue.site.archived')}</StateBadge>}
    </li>
  );
}

function stateOf(article: ListedArticle): 'published' | 'unpublished' | 'archived' {
  if (article.archived) return 'archived';
  return article.selectedVersionId !== null && article.domain.active ? 'published' : 'unpublished';
}

function ArticleRow({ article }: { article: ListedArticle }) {
  const say = useSay();
  const dayOf = useDay();
  const state = stateOf(article);
  return (
    <li>
      <div>
        <Link to={`/catalogue/articles/${article.id}`}>{article.title}</Link>
        <Text as="div" size="1" color="gray">
          {article.domain.name} · {dayOf(article.publishedOn)}
        </Text>
      </div>
      <StateBadge colour={state === 'published' ? 'grass' : 'gray'}>
        {say(`catalogue.state.${state}`)}
      </StateBadge>
    </li>
  );
}

function Articles() {
  const say = useSay();
  const { read, set } = useFilters<'state'>();
  const [words, setWords] = useState('');
  const settled = useSettled(words.trim());
  const state = STATES.find((one) => one === read('state')) ?? 'all';
  const filter: ArticleFilter = {
    q: [...settled].length >= LEAST ? settled : undefined,
    state: state === 'all' ? undefined : state,
  };
  const articles = useInfiniteQuery({ ...articlesQuery(filter), placeholderData: keepPreviousData });
  return (
    <Section name={say('catalogue.articles')}>
      <Flex gap="4" mb="4" wrap="wrap">
        <TextInput
          label={say('catalogue.search')}
          type="search"
          maxLength={100}
          value={words}
          onChange={setWords}
        />
        <ChoiceInput
          label={say('catalogue.state')}
          value={state}
          options={STATES.map((value) => ({ value, label: say(`catalogue.state.${value}`) }))}
          onChange={(value) => set({ state: value === 'all' ? undefined : value })}
        />
      </Flex>
      <Listed of={articles}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say(filter.q ? 'articles.none' : 'catalogue.articles.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map((article) => (
                <ArticleRow key={article.id} article={article} />
              ))}
            </ul>
          )
        }
      </Listed>
    </Section>
  );
}

/** The catalogue: the sites whose articles are sold, and their articles. */
export function CataloguePage() {
  const say = useSay();
  const can = useCan();
  const sites = useInfiniteQuery(sitesQuery);
  return (
    <>
      <PageHead title={say('nav.catalogue')}>
        {can('catalogue.write') && (
          <>
            <NewSite />
            <Button asChild variant="soft">
              <Link to="/catalogue/import">{say('catalogue.import')}</Link>
            </Button>
          </>
        )}
      </PageHead>
      <Flex direction="column" gap="6">
        <Section name={say('catalogue.sites')}>
          <Listed of={sites}>
            {(items) =>
              items.length === 0 ? (
                <Empty>{say('catalogue.sites.empty')}</Empty>
              ) : (
                <ul className="rows plain">
                  {items.map((site) => (
                    <SiteRow key={site.id} site={site} />
                  ))}
                </ul>
              )
            }
          </Listed>
        </Section>
        <Articles />
      </Flex>
    </>
  );
}
