import { Button } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { customersQuery } from '../../api/admin-queries';
import type { Customer } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';

const KINDS: ReadonlyArray<Customer['kind']> = ['store', 'manager', 'customer', 'operator'];

/** Adds a customer. */
export function NewCustomer() {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Customer['kind']>('store');
  const [plan, setPlan] = useState<Customer['plan']>('standard');
  const add = useMutation({
    mutationFn: () => answerOf(api.POST('/api/tenants', { body: { name: name.trim(), kind, plan } })),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: customersQuery.queryKey });
      announce(say('customers.added'));
      void navigate(`/customers/${id}`);
    },
  });
  return (
    <FormDialog
      trigger={<Button>{say('customers.new.go')}</Button>}
      title={say('customers.new')}
      says={say('customers.new.says')}
      go={say('customers.new.go')}
      isPending={add.isPending}
      isReady={name.trim() !== ''}
      error={problemWith(add.error, 'name') ? undefined : add.error}
      onSend={(close) => add.mutate(undefined, { onSuccess: close })}
    >
      <TextInput
        label={say('customer.name')}
        maxLength={200}
        required
        value={name}
        problem={problemWith(add.error, 'name')}
        onChange={setName}
      />
      <ChoiceInput
        label={say('customer.kind')}
        value={kind}
        options={KINDS.map((value) => ({ value, label: say(`customer.kind.${value}`) }))}
        onChange={setKind}
      />
      <ChoiceInput
        label={say('customer.plan')}
        value={plan}
        options={(['standard', 'premium'] as const).map((value) => ({
          value,
          label: say(`customer.plan.${value}`),
        }))}
        onChange={setPlan}
      />
    </FormDialog>
  );
}
