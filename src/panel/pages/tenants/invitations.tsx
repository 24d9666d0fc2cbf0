import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Customer } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { invitationsQuery } from '../../api/people-queries';
import type { Invitation } from '../../api/people-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ConfirmRemoval } from '../../parts/confirm';
import { problemWith, TextInput } from '../../parts/form';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { useSettings } from '../../settings';
import { MemberFields } from './member-fields';
import { ROLES } from './roles';

/** Invites somebody to a customer. */
export function InviteMember({ customer }: { customer: Customer }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const { language } = useSettings();
  const empty = { name: '', role: ROLES[customer.kind][0]!, locale: language };
  const [address, setAddress] = useState('');
  const [draft, setDraft] = useState(empty);
  const invite = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/tenants/{id}/invitations', {
          params: { path: { id: customer.id } },
          body: { ...draft, name: draft.name.trim(), address: address.trim() },
        }),
      ),
    onSuccess: (made) => {
      announce(say('members.invited.done', { address: made.address }));
      void client.invalidateQueries({ queryKey: invitationsQuery(customer.id).queryKey });
      setAddress('');
      setDraft(empty);
    },
  });
  const isSaidBelow = problemWith(invite.error, 'address') ?? problemWith(invite.error, 'name');
  return (
    <FormDialog
      trigger={<Button>{say('members.invite')}</Button>}
      title={say('members.invite')}
      says={say('members.invite.says')}
      go={say('members.invite.go')}
      isPending={invite.isPending}
      isReady={address.trim() !== '' && draft.name.trim() !== ''}
      error={isSaidBelow ? undefined : invite.error}
      onOpen={() => invite.reset()}
      onSend={(close) => invite.mutate(undefined, { onSuccess: close })}
    >
      <TextInput
        label={say('members.address')}
        type="email"
        maxLength={254}
        required
        value={address}
        problem={problemWith(invite.error, 'address')}
        onChange={setAddress}
      />
      <MemberFields kind={customer.kind} draft={draft} error={invite.error} onChange={setDraft} />
    </FormDialog>
  );
}

function InvitationRow({
  customer,
  row,
  isExpired,
}: {
  customer: Customer;
  row: Invitation;
  isExpired: boolean;
}) {
  const say = useSay();
  const can = useCan();
  const client = useQueryClient();
  const { announce } = useLive();
  const params = { path: { id: customer.id, invitationId: row.id } };
  const isDone = (words: string) => () => {
    announce(words);
    void client.invalidateQueries({ queryKey: invitationsQuery(customer.id).queryKey });
  };
  const resend = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/tenants/{id}/invitations/{invitationId}/resend', { params, body: {} })),
    onSuccess: isDone(say('invitations.resend.done')),
  });
  const withdraw = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/tenants/{id}/invitations/{invitationId}', { params })),
    onSuccess: isDone(say('invitations.withdraw.done')),
  });
  const error = resend.error ?? withdraw.error;
  return (
    <li>
      <div>
        <Flex gap="2" align="center" wrap="wrap">
          <Text weight="medium">{row.name}</Text>
          {isExpired && <StateBadge colour="amber">{say('invitations.expired')}</StateBadge>}
        </Flex>
        <Text as="div" size="2" color="gray" style={{ overflowWrap: 'anywhere' }}>
          {row.address}
        </Text>
        <Text as="div" size="1" color="gray">
          {say(`role.${row.role}`)} · {say('invitations.sent')} <When at={row.sentAt} /> ·{' '}
          {say('invitations.expires')} <When at={row.expiresAt} />
        </Text>
        {error && <Failed error={error} />}
      </div>
      {can('members.write') && (
        <Flex gap="2" wrap="wrap" justify="end">
          <Button
            size="1"
            variant="soft"
            aria-label={`${say('invitations.resend')}: ${row.address}`}
            loading={resend.isPending}
            onClick={() => resend.mutate()}
          >
            {say('invitations.resend')}
          </Button>
          <ConfirmRemoval
            label={say('invitations.withdraw')}
            of={row.address}
            isPending={withdraw.isPending}
            ask={say('invitations.withdraw.ask', { address: row.address })}
            says={say('invitations.withdraw.says')}
            go={say('invitations.withdraw.go')}
            onYes={() => withdraw.mutate()}
          />
        </Flex>
      )}
    </li>
  );
}

/** Who was invited to a customer and has not accepted yet. */
export function Invitations({ customer }: { customer: Customer }) {
  const say = useSay();
  const invitations = useInfiniteQuery(invitationsQuery(customer.id));
  const { dataUpdatedAt } = invitations;
  return (
    <Listed of={invitations}>
      {(items) =>
        items.length === 0 ? (
          <Empty>{say('invitations.empty')}</Empty>
        ) : (
          <ul className="rows plain people">
            {items.map((row) => (
              <InvitationRow
                key={row.id}
                customer={customer}
                row={row}
                isExpired={Date.parse(row.expiresAt) <= dataUpdatedAt}
              />
            ))}
          </ul>
        )
      }
    </Listed>
  );
}
