import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { customerQuery, customersQuery } from '../../api/admin-queries';
import type { Customer } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { figureOf, readCount, readHundredths, readNumber } from '../../parts/figures';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { Failed } from '../../parts/states';

/** What holds for a customer as it is written; an empty figure is the common one, or none. */
interface Draft {
  name: string;
  plan: Customer['plan'];
  fairnessWeight: string;
  dailyCap: string;
  monthlyCap: string;
  itemsAtOnce: string;
  itemsPerMinute: string;
}

const dollarsOf = (cap: Customer['dailyCap']): string => (cap ? String(cap.amount / 100) : '');

const draftOf = (customer: Customer): Draft => ({
  name: customer.name,
  plan: customer.plan,
  // The one that holds, which may be the plan's: left alone, it stays whichever it is.
  fairnessWeight: String(customer.fairnessWeight),
  dailyCap: dollarsOf(customer.dailyCap),
  monthlyCap: dollarsOf(customer.monthlyCap),
  itemsAtOnce: customer.itemsAtOnce === null ? '' : String(customer.itemsAtOnce),
  itemsPerMinute: customer.itemsPerMinute === null ? '' : String(customer.itemsPerMinute),
});

const capOf = (cents: number | null): Customer['dailyCap'] =>
  cents === null ? null : { amount: cents, currency: 'USD' };

/** The figures of a draft as they were read. */
const figuresOf = (draft: Draft) => ({
  fairnessWeight: readNumber(draft.fairnessWeight),
  dailyCap: readHundredths(draft.dailyCap),
  monthlyCap: readHundredths(draft.monthlyCap),
  itemsAtOnce: readCount(draft.itemsAtOnce),
  itemsPerMinute: readCount(draft.itemsPerMinute),
});

type Figures = ReturnType<typeof figuresOf>;

/** What holds for a customer, to be changed. */
export function CustomerForm({ customer }: { customer: Customer }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const [draft, setDraft] = useState(() => draftOf(customer));
  const before = draftOf(customer);
  const figures = figuresOf(draft);
  const isOff = (name: keyof Figures): boolean =>
    figures[name].as === 'unreadable' && draft[name] !== before[name];
  const isReadable = !(Object.keys(figures) as Array<keyof Figures>).some(isOff);
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH('/api/tenants/{id}', {
          params: { path: { id: customer.id } },
          body: {
            name: draft.name.trim(),
            plan: draft.plan,
            ...(draft.fairnessWeight === before.fairnessWeight
              ? {}
              : { fairnessWeight: figureOf(figures.fairnessWeight) }),
            dailyCap: capOf(figureOf(figures.dailyCap)),
            monthlyCap: capOf(figureOf(figures.monthlyCap)),
            itemsAtOnce: figureOf(figures.itemsAtOnce),
            itemsPerMinute: figureOf(figures.itemsPerMinute),
          },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(customerQuery(customer.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: customersQuery.queryKey });
      setDraft(draftOf(saved));
      announce(say('form.saved'));
    },
  });
  const set = <Name extends keyof Draft>(name: Name) => ({
    value: draft[name],
    problem: problemWith(save.error, name),
    onChange: (value: Draft[Name]) => setDraft((old) => ({ ...old, [name]: value })),
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  const setFigure = (name: keyof Figures, kind: 'form.figure' | 'form.count') => ({
    ...set(name),
    ...(isOff(name) ? { problem: say(kind) } : {}),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReadable) save.mutate();
      }}
    >
      <Flex direction="column" gap="4" maxWidth="480px">
        <TextInput label={say('customer.name')} maxLength={200} {...set('name')} />
        <ChoiceInput<Customer['plan']>
          label={say('customer.plan')}
          options={(['standard', 'premium'] as const).map((value) => ({
            value,
            label: say(`customer.plan.${value}`),
          }))}
          {...set('plan')}
        />
        <TextInput
          label={say('customer.weight')}
          hint={say('customer.weight.hint')}
          {...setFigure('fairnessWeight', 'form.figure')}
        />
        <TextInput
          label={say('customer.dailyCap')}
          hint={say('customer.cap.hint')}
          {...setFigure('dailyCap', 'form.figure')}
        />
        <TextInput
          label={say('customer.monthlyCap')}
          hint={say('customer.cap.hint')}
          {...setFigure('monthlyCap', 'form.figure')}
        />
        <TextInput
          label={say('customer.itemsAtOnce')}
          hint={say('customer.common.hint')}
          {...setFigure('itemsAtOnce', 'form.count')}
        />
        <TextInput
          label={say('customer.itemsPerMinute')}
          hint={say('customer.common.hint')}
          {...setFigure('itemsPerMinute', 'form.count')}
        />
        {save.error && <Failed error={save.error} />}
        <Flex>
          <Button type="submit" loading={save.isPending} disabled={!isChanged || !isReadable}>
            {say('form.save')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
}
