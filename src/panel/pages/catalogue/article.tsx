import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { articleQuery, CATALOGUE } from '../../api/catalogue-queries';
import type { ArticleFacts } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { Failed, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan } from '../../session';
import { ArticleForm } from './article-form';
import { ArticleOutlet } from './article-outlet';
import { NewVersion } from './new-version';
import { Versions } from './versions';

/** Archives an article, or restores it. */
function Archive({ article }: { article: ArticleFacts }) {
  const say = useSay();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (archived: boolean) =>
      answerOf(api.PATCH('/api/articles/{id}', { params: { path: { id: article.id } }, body: { archived } })),
    onSuccess: (saved) => {
      client.setQueryData(articleQuery(article.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
    },
  });
  return (
    <>
      {save.error && <Failed error={save.error} />}
      {article.archived ? (
        <Button variant="soft" onClick={() => save.mutate(false)}>
          {say('catalogue.article.restore')}
        </Button>
      ) : (
        <Confirm
          trigger={
            <Button variant="soft" color="gray">
              {say('catalogue.article.archive')}
            </Button>
          }
          ask={say('catalogue.article.archive.ask')}
          says={say('catalogue.article.archive.says')}
          go={say('catalogue.article.archive')}
          onYes={() => save.mutate(true)}
        />
      )}
    </>
  );
}

/** One article of the catalogue: what is known of it, and its versions. */
export function CatalogueArticlePage() {
  const say = useSay();
  const can = useCan();
  const { id = '' } = useParams();
  const article = useQuery(articleQuery(id));
  return (
    <Shown of={article}>
      {(data) => (
        <>
          <PageHead title={data.title}>
            {data.archived && <StateBadge colour="gray">{say('catalogue.state.archived')}</StateBadge>}
            {data.selectedVersionId !== null && !data.archived && (
              <Link to={`/articles/${data.id}`}>{say('catalogue.public')}</Link>
            )}
            {can('catalogue.write') && <Archive article={data} />}
          </PageHead>
          <Flex direction="column" gap="6">
            <Section name={say('catalogue.versions')}>
              <Versions article={data} />
            </Section>
            <Section name={say('outlet.title')}>
              <ArticleOutlet articleId={data.id} />
            </Section>
            <Section name={say('catalogue.version.new')}>
              <NewVersion article={data} />
            </Section>
            <Section name={say('catalogue.site.details')}>
              <ArticleForm key={data.id} article={data} />
            </Section>
          </Flex>
        </>
      )}
    </Shown>
  );
}
