import { Button } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { FormDialog } from '../../parts/ask';
import { problemWith, TextInput } from '../../parts/form';
import { useCan } from '../../session';
import { TEMPLATES } from './api';
import type { BulkRequest, OrderedBulk } from './request';
import { useBulkSay } from './words';

/** Keeps a job under a name, to be run again; `requestOf` is asked for it when it is saved. */
export function SaveAsTemplate(props: {
  name: string;
  isReady?: boolean;
  requestOf: () => BulkRequest | Promise<BulkRequest>;
}) {
  const say = useBulkSay();
  const can = useCan();
  const client = useQueryClient();
  const { announce } = useLive();
  const [name, setName] = useState(props.name);
  const save = useMutation({
    mutationFn: async () => {
      const request = (await props.requestOf()) as OrderedBulk;
      return answerOf(api.POST('/api/bulk-templates', { body: { name: name.trim(), request } }));
    },
    onSuccess: () => {
      announce(say('templates.saved'));
      void client.invalidateQueries({ queryKey: [TEMPLATES] });
    },
  });
  if (!can('schedules.write')) return null;
  const problem = problemWith(save.error, 'name');
  return (
    <FormDialog
      trigger={
        <Button type="button" variant="soft" color="gray" disabled={props.isReady === false}>
          {say('templates.save')}
        </Button>
      }
      title={say('templates.save')}
      says={say('templates.save.says')}
      go={say('templates.save.go')}
      isPending={save.isPending}
      isReady={name.trim() !== ''}
      error={problem ? undefined : save.error}
      onOpen={() => {
        save.reset();
        if (name.trim() === '') setName(props.name);
      }}
      onSend={(close) => save.mutate(undefined, { onSuccess: close })}
    >
      <TextInput
        label={say('templates.name')}
        maxLength={200}
        required
        value={name}
        problem={problem}
        onChange={setName}
      />
    </FormDialog>
  );
}
