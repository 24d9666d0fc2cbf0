import { Button } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { CATALOGUE } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { problemWith, TextInput } from '../../parts/form';

/** Adds a site to the catalogue. */
export function NewSite() {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const [draft, setDraft] = useState({ name: '', host: '', language: 'en' });
  const add = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/domains', {
          body: { name: draft.name.trim(), host: draft.host.trim(), language: draft.language.trim() },
        }),
      ),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      announce(say('catalogue.site.added'));
      void navigate(`/catalogue/sites/${id}`);
    },
  });
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    problem: problemWith(add.error, name),
    onChange: (value: string) => setDraft((old) => ({ ...old, [name]: value })),
  });
  const hasOwn = (['name', 'host', 'language'] as const).some((name) => problemWith(add.error, name));
  return (
    <FormDialog
      trigger={<Button>{say('catalogue.site.add')}</Button>}
      title={say('catalogue.site.new')}
      says={say('catalogue.site.new.says')}
      go={say('catalogue.site.add')}
      isPending={add.isPending}
      isReady={draft.name.trim() !== '' && draft.host.trim() !== ''}
      error={hasOwn ? undefined : add.error}
      onSend={(close) => add.mutate(undefined, { onSuccess: close })}
    >
      <TextInput label={say('catalogue.field.name')} maxLength={200} required {...field('name')} />
      <TextInput
        label={say('catalogue.field.host')}
        hint={say('catalogue.field.host.hint')}
        maxLength={253}
        required
        {...field('host')}
      />
      <TextInput
        label={say('catalogue.field.language')}
        hint={say('catalogue.field.language.hint')}
        maxLength={35}
        {...field('language')}
      />
    </FormDialog>
  );
}
