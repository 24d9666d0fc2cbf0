import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Bought } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { Fact, Facts } from '../../parts/facts';
import { usePrice } from '../../parts/price';

type Shown = Pick<
  Bought,
  'product' | 'article' | 'domain' | 'topic' | 'anchorText' | 'targetUrl' | 'price'
> & {
  /** Of a new article; null for a link. */
  keyword?: string | null;
  notes?: string;
};

/** What is bought and for how much, with further facts after these. */
export function BoughtFacts({ bought, children }: { bought: Shown; children?: ReactNode }) {
  const say = useSay();
  const priceOf = usePrice();
  const { product, article, domain, topic, keyword, anchorText, targetUrl, notes, price } = bought;
  return (
    <Facts>
      <Fact label={say('buying.fact.product')}>{say(`buying.product.${product}`)}</Fact>
      {article && (
        <Fact label={say('buying.fact.article')}>
          <Link to={`/articles/${article.id}`}>{article.title}</Link>
        </Fact>
      )}
      <Fact label={say('buying.fact.site')}>{domain.name}</Fact>
      {topic && <Fact label={say('buying.field.topic')}>{topic}</Fact>}
      {keyword && <Fact label={say('buying.field.keyword')}>{keyword}</Fact>}
      <Fact label={say('buying.field.anchor')}>{anchorText}</Fact>
      <Fact label={say('buying.field.url')}>{targetUrl}</Fact>
      {notes && <Fact label={say('buying.fact.notes')}>{notes}</Fact>}
      <Fact label={say('buying.price')}>{priceOf(price)}</Fact>
      {children}
    </Facts>
  );
}
