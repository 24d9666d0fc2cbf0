import { Flex, Text } from '@radix-ui/themes';
import type { PublicDetail } from '../../api/catalogue-queries';
import { useSay } from '../../messages/use-text';
import { useDraft } from '../../parts/draft';
import { LinkFields, useAnchorCheck } from './link-check';
import { NotesField } from './link-fields';
import { OrderForm } from './order-form';

/** The form by which a link in an article is ordered. */
export function OrderLink({ article }: { article: PublicDetail }) {
  const say = useSay();
  const { id, language, prices } = article;
  const [draft, change] = useDraft(`link:${id}`, { anchorText: '', targetUrl: '', notes: '' });
  const { anchorText, targetUrl, notes } = draft;
  const link = useAnchorCheck(id, anchorText, targetUrl);
  if (!prices.backlink) return <Text as="p">{say('buying.notForSale')}</Text>;
  return (
    <Flex direction="column" gap="4">
      <Text as="p" color="gray">
        {say('buying.link.lead')}
      </Text>
      <OrderForm
        price={prices.backlink}
        fields={draft}
        optional={['notes']}
        ordered={{
          ...{ articleId: id, anchorText, targetUrl: targetUrl.trim() },
          ...(notes.trim() ? { notes: notes.trim() } : {}),
        }}
        isWrong={Object.values(link.wrong).some(Boolean)}
      >
        {(problemIn) => (
          <>
            <LinkFields
              link={draft}
              check={link}
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
      </OrderForm>
    </Flex>
  );
}
