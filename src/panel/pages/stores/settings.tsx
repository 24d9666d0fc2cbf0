import { Button, Flex, Heading } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { storeQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { ChoiceInput, linesOf, LinesInput, problemWith, TextInput } from '../../parts/form';
import { Failed } from '../../parts/states';
import { useCan } from '../../session';

/** The settings as they are written: lists as lines. */
interface Draft {
  name: string;
  language: string;
  timeZone: string;
  publishMode: Store['publishMode'];
  pictures: Store['pictures'];
  status: Store['status'];
  tone: string;
  useWords: string;
  avoidWords: string;
  sample: string;
  imageStyle: string;
  categoryIds: string;
  tagIds: string;
  authorId: string;
  notificationAddress: string;
}

function draftOf(store: Store): Draft {
  const { brandVoice } = store;
  return {
    name: store.name,
    language: store.language,
    timeZone: store.timeZone,
    publishMode: store.publishMode,
    pictures: store.pictures,
    status: store.status,
    tone: brandVoice.tone,
    useWords: brandVoice.useWords.join('\n'),
    avoidWords: brandVoice.avoidWords.join('\n'),
    sample: brandVoice.sample,
    imageStyle: store.imageStyle,
    categoryIds: store.categoryIds.join('\n'),
    tagIds: store.tagIds.join('\n'),
    authorId: store.authorId ?? '',
    notificationAddress: store.notificationAddress ?? '',
  };
}

const bodyOf = (draft: Draft) => ({
  name: draft.name.trim(),
  language: draft.language.trim(),
  timeZone: draft.timeZone.trim(),
  publishMode: draft.publishMode,
  pictures: draft.pictures,
  status: draft.status,
  brandVoice: {
    tone: draft.tone.trim(),
    useWords: linesOf(draft.useWords),
    avoidWords: linesOf(draft.avoidWords),
    sample: draft.sample.trim(),
  },
  imageStyle: draft.imageStyle.trim(),
  categoryIds: linesOf(draft.categoryIds),
  tagIds: linesOf(draft.tagIds),
  authorId: draft.authorId.trim() || null,
  notificationAddress: draft.notificationAddress.trim() || null,
});

/** Everything that can be set of a store. */
export function StoreSettings({ store }: { store: Store }) {
  const say = useSay();
  const can = useCan();
  const client = useQueryClient();
  const { announce } = useLive();
  const [draft, setDraft] = useState(() => draftOf(store));
  const save = useMutation({
    mutationFn: () =>
      answerOf(api.PATCH('/api/stores/{id}', { params: { path: { id: store.id } }, body: bodyOf(draft) })),
    onSuccess: (saved) => {
      client.setQueryData(storeQuery(store.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ['stores'] });
      announce(say('form.saved'));
    },
  });
  const set = <Name extends keyof Draft>(name: Name) => ({
    value: draft[name],
    onChange: (value: Draft[Name]) => setDraft((before) => ({ ...before, [name]: value })),
  });
  const problem = (field: string) => problemWith(save.error, field);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(store));

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset className="plain-set" disabled={!can('stores.write')}>
        <Flex direction="column" gap="4" maxWidth="640px">
          <TextInput label={say('store.name')} maxLength={200} problem={problem('name')} {...set('name')} />
          <TextInput
            label={say('store.language')}
            hint={say('store.language.hint')}
            maxLength={35}
            problem={problem('language')}
            {...set('language')}
          />
          <TextInput
            label={say('store.timeZone')}
            hint={say('store.timeZone.hint')}
            maxLength={60}
            problem={problem('timeZone')}
            {...set('timeZone')}
          />
          <ChoiceInput<Store['publishMode']>
            label={say('store.publishMode')}
            options={(['publish', 'approve', 'draft'] as const).map((value) => ({
              value,
              label: say(`store.publish.${value}`),
            }))}
            {...set('publishMode')}
          />
          <ChoiceInput<Store['pictures']>
            label={say('store.pictures')}
            hint={say('store.pictures.hint')}
            options={(['required', 'optional', 'none'] as const).map((value) => ({
              value,
              label: say(`store.pictures.${value}`),
            }))}
            {...set('pictures')}
          />
          <Heading as="h2" size="4" mt="3">
            {say('store.voice')}
          </Heading>
          <TextInput
            label={say('store.tone')}
            hint={say('store.tone.hint')}
            maxLength={500}
            problem={problem('brandVoice.tone')}
            {...set('tone')}
          />
          <LinesInput
            label={say('store.useWords')}
            hint={say('store.lines.hint')}
            problem={problem('brandVoice.useWords')}
            {...set('useWords')}
          />
          <LinesInput
            label={say('store.avoidWords')}
            hint={say('store.avoidWords.hint')}
            problem={problem('brandVoice.avoidWords')}
            {...set('avoidWords')}
          />
          <LinesInput
            label={say('store.sample')}
            hint={say('store.sample.hint')}
            rows={5}
            maxLength={2_000}
            problem={problem('brandVoice.sample')}
            {...set('sample')}
          />
          <TextInput
            label={say('store.imageStyle')}
            hint={say('store.imageStyle.hint')}
            maxLength={500}
            problem={problem('imageStyle')}
            {...set('imageStyle')}
          />
          <Heading as="h2" size="4" mt="3">
            {say('store.onSite')}
          </Heading>
          <LinesInput
            label={say('store.categoryIds')}
            hint={say('store.lines.hint')}
            problem={problem('categoryIds')}
            {...set('categoryIds')}
          />
          <LinesInput
            label={say('store.tagIds')}
            hint={say('store.lines.hint')}
            problem={problem('tagIds')}
            {...set('tagIds')}
          />
          <TextInput
            label={say('store.author')}
            hint={say('store.author.hint')}
            maxLength={100}
            problem={problem('authorId')}
            {...set('authorId')}
          />
          <TextInput
            label={say('store.notify')}
            hint={say('store.notify.hint')}
            type="email"
            problem={problem('notificationAddress')}
            {...set('notificationAddress')}
          />
          <ChoiceInput<Store['status']>
            label={say('store.status')}
            hint={say('store.status.hint')}
            options={(['active', 'archived'] as const).map((value) => ({
              value,
              label: say(`store.${value}`),
            }))}
            {...set('status')}
          />
          {save.error && <Failed error={save.error} />}
          {can('stores.write') && (
            <Flex gap="3" className="save-bar">
              <Button type="submit" loading={save.isPending} disabled={!isChanged}>
                {say('form.save')}
              </Button>
              {isChanged && (
                <Button type="button" variant="soft" color="gray" onClick={() => setDraft(draftOf(store))}>
                  {say('form.reset')}
                </Button>
              )}
            </Flex>
          )}
        </Flex>
      </fieldset>
    </form>
  );
}
