import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { articleQuery, CATALOGUE } from '../../api/catalogue-queries';
import type { ArticleFacts } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { problemWith, TextInput } from '../../parts/form';
import { Failed } from '../../parts/states';

const draftOf = ({ title, author, publishedOn, slug, language }: ArticleFacts) => ({
  ...{ title, author, publishedOn, slug, language },
});

/** What is known of an article besides its text, to be changed. */
export function ArticleForm({ article }: { article: ArticleFacts }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const [draft, setDraft] = useState(() => draftOf(article));
  const save = useMutation({
    mutationFn: () =>
      answerOf(api.PATCH('/api/articles/{id}', { params: { path: { id: article.id } }, body: draft })),
    onSuccess: (saved) => {
      client.setQueryData(articleQuery(article.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      setDraft(draftOf(saved));
      announce(say('form.saved'));
    },
  });
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    problem: problemWith(save.error, name),
    onChange: (value: string) => setDraft((old) => ({ ...old, [name]: value })),
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(article));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Flex direction="column" gap="4" maxWidth="560px">
        <TextInput label={say('catalogue.field.title')} maxLength={200} {...field('title')} />
        <TextInput label={say('catalogue.field.author')} maxLength={100} {...field('author')} />
        <TextInput
          label={say('catalogue.field.day')}
          hint={say('catalogue.field.day.hint')}
          maxLength={10}
          {...field('publishedOn')}
        />
        <TextInput
          label={say('catalogue.field.slug')}
          hint={say('catalogue.field.slug.hint')}
          maxLength={100}
          {...field('slug')}
        />
        <TextInput
          label={say('catalogue.field.language')}
          hint={say('catalogue.field.language.hint')}
          maxLength={35}
          {...field('language')}
        />
        {save.error && <Failed error={save.error} />}
        <Flex>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            {say('form.save')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
}
