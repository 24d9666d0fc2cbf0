import { Button } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { customersQuery } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { useSession } from '../../session';
import { useProof } from './proof';

/** Kinds of customers that have stores. */
const SELLERS: readonly string[] = ['store', 'manager'];

/** Adds a site as a store, for oneself or, by operators, for a customer. */
export function NewStore() {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const { tenantKind } = useSession();
  const isForOthers = tenantKind === 'operator';
  const customers = useInfiniteQuery({ ...customersQuery, enabled: isForOthers });
  const sellers = (customers.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ kind }) => SELLERS.includes(kind));
  const [name, setName] = useState('');
  const [instanceId, setInstanceId] = useState('');
  const [language, setLanguage] = useState('en');
  const [tenantId, setTenantId] = useState('');
  const owner = tenantId || sellers[0]?.id;

  const { given, onError } = useProof();
  const add = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/stores', {
          body: {
            name: name.trim(),
            ...given,
            ...(instanceId.trim() ? { instanceId: instanceId.trim() } : {}),
            language: language.trim(),
            ...(isForOthers ? { tenantId: owner } : {}),
          },
        }),
      ),
    onError,
    onSuccess: ({ id, connection }) => {
      void client.invalidateQueries({ queryKey: ['stores'] });
      announce(say(connection === 'ok' ? 'stores.added' : 'stores.addedUnreached'));
      void navigate(`/stores/${id}/connection`);
    },
  });
  const problem = (field: string) => problemWith(add.error, field);
  const isTold = ['name', 'instanceId', 'language', 'tenantId'].some(problem);

  return (
    <FormDialog
      trigger={<Button>{say('stores.new.go')}</Button>}
      title={say('stores.new')}
      says={say('stores.new.says')}
      go={say('stores.new.go')}
      isPending={add.isPending}
      isReady={
        name.trim() !== '' &&
        (instanceId.trim() !== '' || given.signedInstance !== undefined) &&
        (!isForOthers || owner !== undefined)
      }
      error={isTold ? undefined : add.error}
      onSend={(close) => add.mutate(undefined, { onSuccess: close })}
    >
      <TextInput
        label={say('store.name')}
        maxLength={200}
        required
        value={name}
        problem={problem('name')}
        onChange={setName}
      />
      <TextInput
        label={say('store.instance')}
        hint={say('store.instance.hint')}
        maxLength={100}
        required
        value={instanceId}
        problem={problem('instanceId')}
        onChange={setInstanceId}
      />
      <TextInput
        label={say('store.language')}
        hint={say('store.language.hint')}
        maxLength={35}
        value={language}
        problem={problem('language')}
        onChange={setLanguage}
      />
      {isForOthers && sellers.length > 0 && (
        <ChoiceInput
          label={say('stores.owner')}
          value={owner ?? ''}
          options={sellers.map((one) => ({ value: one.id, label: one.name }))}
          problem={problem('tenantId')}
          onChange={setTenantId}
        />
      )}
    </FormDialog>
  );
}
