import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CATALOGUE, versionQuery } from '../../api/catalogue-queries';
import type { ArticleFacts } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { LinesInput, problemWith } from '../../parts/form';
import { Failed, Shown } from '../../parts/states';

function Editor({ article, before }: { article: ArticleFacts; before: string }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const [content, setContent] = useState(before);
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/articles/{id}/versions', {
          params: { path: { id: article.id } },
          body: { content, publish: false },
        }),
      ),
    onSuccess: ({ versionNum, isNew }) => {
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      announce(say(isNew ? 'catalogue.version.saved' : 'catalogue.version.same', { number: versionNum }));
    },
  });
  const problem = problemWith(save.error, 'content');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Flex direction="column" gap="3" maxWidth="760px">
        <LinesInput
          label={say('catalogue.version.new')}
          hint={say('catalogue.version.new.hint')}
          rows={16}
          value={content}
          problem={problem}
          onChange={setContent}
        />
        {save.error && !problem && <Failed error={save.error} />}
        <Flex>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={content === before || content.trim() === ''}
          >
            {say('catalogue.version.save')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
}

/** A new text of an article, which begins as the published one. */
export function NewVersion({ article }: { article: ArticleFacts }) {
  const versionId = article.selectedVersionId;
  const published = useQuery({
    ...versionQuery(article.id, versionId ?? ''),
    enabled: versionId !== null,
  });
  if (versionId === null) return <Editor article={article} before="" />;
  return (
    <Shown of={published}>
      {({ content }) => <Editor key={versionId} article={article} before={content} />}
    </Shown>
  );
}
