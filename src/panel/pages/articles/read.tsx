import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { publicArticleQuery } from '../../api/catalogue-queries';
import { isFailure } from '../../api/failure';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { Markdown } from '../../parts/markdown';
import { useDay, usePrice } from '../../parts/price';
import { Shown } from '../../parts/states';
import { OrderLink } from './order-link';

/** One article, to be read by everybody, with what a link in it costs. */
export function ReadPage() {
  const say = useSay();
  const dayOf = useDay();
  const priceOf = usePrice();
  const { id = '' } = useParams();
  const article = useQuery(publicArticleQuery(id));
  const isMissing = isFailure(article.error) && [400, 404].includes(article.error.status);
  if (isMissing)
    return (
      <>
        <PageHead title={say('state.notFound')} />
        <Link className="alone" to="/articles">
          {say('articles.back')}
        </Link>
      </>
    );
  return (
    <Shown of={article}>
      {(data) => {
        const { title, author, publishedOn, domain, prices, content, language } = data;
        return (
          <Flex direction="column" gap="6">
            <article lang={language}>
              <PageHead title={title} />
              <Text as="p" size="2" color="gray" mb="4">
                {say('articles.by', { author, date: dayOf(publishedOn) })}{' '}
                <Link to={`/articles?domain=${encodeURIComponent(domain.host)}`}>
                  {say('articles.on', { site: domain.name })}
                </Link>
              </Text>
              {prices.backlink && (
                <Text as="p" mb="4">
                  <a href="#order">{say('buying.link.title')}</a>: {priceOf(prices.backlink)}
                </Text>
              )}
              <Markdown text={content} below={0} />
            </article>
            <div id="order">
              <Section name={say('buying.link.title')}>
                <OrderLink key={data.id} article={data} />
              </Section>
            </div>
            {prices.article && (
              <Section name={say('articles.price.article')}>
                <Text as="p">
                  <Link to={`/articles/order?site=${encodeURIComponent(domain.host)}`}>
                    {say('buying.article.go')}
                  </Link>
                  : {priceOf(prices.article)}
                </Text>
              </Section>
            )}
            <Link className="alone" to="/articles">
              {say('articles.back')}
            </Link>
          </Flex>
        );
      }}
    </Shown>
  );
}
