import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keysQuery } from '../../api/admin-queries';
import type { Customer, Key } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ConfirmRemoval } from '../../parts/confirm';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { Listed } from '../../parts/more';
import { ShownOnce } from '../../parts/once';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { ROLES } from './roles';

function NewKey({ customer, onMade }: { customer: Customer; onMade: (key: string) => void }) {
  const say = useSay();
  const client = useQueryClient();
  const [label, setLabel] = useState('');
  const roles = ROLES[customer.kind];
  const [role, setRole] = useState(roles[0]!);
  const make = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/tenants/{id}/keys', {
          params: { path: { id: customer.id } },
          body: { label: label.trim(), role },
        }),
      ),
    onSuccess: ({ key }) => {
      void client.invalidateQueries({ queryKey: keysQuery(customer.id).queryKey });
      setLabel('');
      onMade(key);
    },
  });
  return (
    <FormDialog
      trigger={<Button variant="soft">{say('keys.new.go')}</Button>}
      title={say('keys.new')}
      says={say('keys.new.says')}
      go={say('keys.new.go')}
      isPending={make.isPending}
      isReady={label.trim() !== ''}
      error={problemWith(make.error, 'label') ? undefined : make.error}
      onSend={(close) => make.mutate(undefined, { onSuccess: close })}
    >
      <TextInput
        label={say('keys.label')}
        hint={say('keys.label.hint')}
        maxLength={100}
        required
        value={label}
        problem={problemWith(make.error, 'label')}
        onChange={setLabel}
      />
      {roles.length > 1 && (
        <ChoiceInput
          label={say('keys.role')}
          value={role}
          options={roles.map((value) => ({ value, label: say(`role.${value}`) }))}
          onChange={setRole}
        />
      )}
    </FormDialog>
  );
}

function KeyRow({ customer, row }: { customer: Customer; row: Key }) {
  const say = useSay();
  const can = useCan();
  const client = useQueryClient();
  const { announce } = useLive();
  const revoke = useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE('/api/tenants/{id}/keys/{keyId}', {
          params: { path: { id: customer.id, keyId: row.id } },
        }),
      ),
    onSuccess: () => {
      announce(say('keys.revoked.done'));
      void client.invalidateQueries({ queryKey: keysQuery(customer.id).queryKey });
    },
  });
  return (
    <li>
      <div>
        <Text as="div" weight="medium">
          {row.label}
        </Text>
        <Text as="div" size="1" color="gray">
          {say(`role.${row.role}`)} · {say('keys.made')} <When at={row.createdAt} />
          {row.lastUsedAt && (
            <>
              {' '}
              · {say('keys.used')} <When at={row.lastUsedAt} />
            </>
          )}
        </Text>
        {revoke.error && <Failed error={revoke.error} />}
      </div>
      {row.revokedAt ? (
        <StateBadge colour="gray">{say('keys.revoked')}</StateBadge>
      ) : (
        can('keys.write') && (
          <ConfirmRemoval
            label={say('keys.revoke')}
            isPending={revoke.isPending}
            ask={say('keys.revoke.ask', { label: row.label })}
            says={say('keys.revoke.says')}
            go={say('keys.revoke.go')}
            onYes={() => revoke.mutate()}
          />
        )
      )}
    </li>
  );
}

/** The keys of a customer. */
export function Keys({ customer }: { customer: Customer }) {
  const say = useSay();
  const can = useCan();
  const keys = useInfiniteQuery(keysQuery(customer.id));
  const [made, setMade] = useState('');
  return (
    <>
      {can('keys.write') && (
        <Flex mb="3">
          <NewKey customer={customer} onMade={setMade} />
        </Flex>
      )}
      {made && <ShownOnce name={say('keys.key')} secret={made} />}
      <Listed of={keys}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('keys.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map((row) => (
                <KeyRow key={row.id} customer={customer} row={row} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
