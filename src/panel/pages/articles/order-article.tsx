import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { shopSitesQuery } from '../../api/purchase-queries';
import type { ShopSite } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { useDraft } from '../../parts/draft';
import { useFilters } from '../../parts/filters';
import { ChoiceInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { usePrice } from '../../parts/price';
import { Empty, Shown } from '../../parts/states';
import { BriefFields, briefOrdered, EMPTY_BRIEF, OPTIONAL_IN_BRIEF } from './brief';
import { OrderForm } from './order-form';

function ArticleForm({ sites }: { sites: readonly ShopSite[] }) {
  const say = useSay();
  const priceOf = usePrice();
  const { read, set } = useFilters<'site'>();
  const [draft, change] = useDraft('new-article', EMPTY_BRIEF);
  const chosen =
    sites.find(({ host }) => host === read('site')) ?? (sites.length === 1 ? sites[0] : undefined);
  return (
    <OrderForm
      price={chosen?.prices.article ?? undefined}
      fields={{ ...draft, domainId: chosen?.id ?? '' }}
      optional={OPTIONAL_IN_BRIEF}
      ordered={{ domainId: chosen?.id ?? '', ...briefOrdered(draft) }}
    >
      {(problemIn) => (
        <>
          <ChoiceInput
            label={say('buying.field.site')}
            placeholder={say('buying.field.site.choose')}
            value={chosen?.host ?? ''}
            options={sites.map(({ host, name, prices }) => ({
              value: host,
              label: say('buying.site.option', {
                site: name,
                price: prices.article ? priceOf(prices.article) : '',
              }),
            }))}
            problem={problemIn('domainId')}
            onChange={(host) => set({ site: host })}
          />
          <BriefFields brief={draft} problemIn={problemIn} onChange={change} />
        </>
      )}
    </OrderForm>
  );
}

/** Where a new article with a link is ordered. */
export function OrderArticlePage() {
  const say = useSay();
  const sites = useQuery(shopSitesQuery);
  return (
    <>
      <PageHead title={say('buying.article.title')} />
      <Flex direction="column" gap="5">
        <Text as="p">{say('buying.article.lead')}</Text>
        <Shown of={sites}>
          {(all) => {
            const selling = all.filter(({ prices }) => prices.article !== null);
            return selling.length === 0 ? (
              <Empty>{say('buying.sites.none')}</Empty>
            ) : (
              <ArticleForm sites={selling} />
            );
          }}
        </Shown>
        <Link className="alone" to="/articles">
          {say('articles.back')}
        </Link>
      </Flex>
    </>
  );
}
