import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { LONGEST_KEYWORD, LONGEST_NICHE, LONGEST_TOPIC } from '../../../domain/purchases/bounds';
import { shopSitesQuery } from '../../api/purchase-queries';
import type { ShopSite } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { useDraft } from '../../parts/draft';
import { useFilters } from '../../parts/filters';
import { ChoiceInput, TextInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { usePrice } from '../../parts/price';
import { Empty, Shown } from '../../parts/states';
import { AddressField, AnchorField, NotesField } from './link-fields';
import { OrderForm } from './order-form';

const EMPTY = { topic: '', niche: '', keyword: '', targetUrl: '', anchorText: '', notes: '' };

/** What may be left empty. */
const OPTIONAL = ['niche', 'notes'];

function ArticleForm({ sites }: { sites: readonly ShopSite[] }) {
  const say = useSay();
  const priceOf = usePrice();
  const { read, set } = useFilters<'site'>();
  const [draft, change] = useDraft('new-article', EMPTY);
  const { topic, niche, keyword, targetUrl, anchorText, notes } = draft;
  const chosen =
    sites.find(({ host }) => host === read('site')) ?? (sites.length === 1 ? sites[0] : undefined);
  return (
    <OrderForm
      price={chosen?.prices.article ?? undefined}
      fields={{ ...draft, domainId: chosen?.id ?? '' }}
      optional={OPTIONAL}
      ordered={{
        ...{ domainId: chosen?.id ?? '', topic: topic.trim(), keyword: keyword.trim() },
        ...{ anchorText, targetUrl: targetUrl.trim() },
        ...(niche.trim() ? { niche: niche.trim() } : {}),
        ...(notes.trim() ? { notes: notes.trim() } : {}),
      }}
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
          <TextInput
            label={say('buying.field.topic')}
            hint={say('buying.field.topic.hint')}
            maxLength={LONGEST_TOPIC}
            required
            value={topic}
            problem={problemIn('topic')}
            onChange={(text) => change({ topic: text })}
          />
          <TextInput
            label={say('buying.field.niche')}
            hint={say('buying.field.niche.hint')}
            maxLength={LONGEST_NICHE}
            value={niche}
            problem={problemIn('niche')}
            onChange={(text) => change({ niche: text })}
          />
          <TextInput
            label={say('buying.field.keyword')}
            hint={say('buying.field.keyword.hint')}
            maxLength={LONGEST_KEYWORD}
            required
            value={keyword}
            problem={problemIn('keyword')}
            onChange={(text) => change({ keyword: text })}
          />
          <AddressField
            value={targetUrl}
            problem={problemIn('targetUrl')}
            onChange={(text) => change({ targetUrl: text })}
          />
          <AnchorField
            value={anchorText}
            problem={problemIn('anchorText')}
            onChange={(text) => change({ anchorText: text })}
          />
          <NotesField
            value={notes}
            problem={problemIn('notes')}
            onChange={(text) => change({ notes: text })}
          />
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
