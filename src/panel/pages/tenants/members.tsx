import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { customerQuery } from '../../api/admin-queries';
import type { Customer } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { membersQuery } from '../../api/people-queries';
import type { Member } from '../../api/people-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ConfirmRemoval } from '../../parts/confirm';
import { Section } from '../../parts/facts';
import { problemWith } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty, Failed, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan, useSession } from '../../session';
import { Invitations, InviteMember } from './invitations';
import { MemberFields } from './member-fields';

function EditMember({ customer, row }: { customer: Customer; row: Member }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const kept = { name: row.name, role: row.role, locale: row.locale };
  const [draft, setDraft] = useState(kept);
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH('/api/tenants/{id}/members/{memberId}', {
          params: { path: { id: customer.id, memberId: row.id } },
          body: { ...draft, name: draft.name.trim() },
        }),
      ),
    onSuccess: () => {
      announce(say('members.edit.done'));
      void client.invalidateQueries({ queryKey: membersQuery(customer.id).queryKey });
    },
  });
  return (
    <FormDialog
      trigger={
        <Button size="1" variant="soft" aria-label={say('members.edit.title', { name: row.name })}>
          {say('members.edit')}
        </Button>
      }
      title={say('members.edit.title', { name: row.name })}
      says={say('members.edit.says')}
      go={say('members.edit.go')}
      isPending={save.isPending}
      isReady={draft.name.trim() !== ''}
      error={problemWith(save.error, 'name') ? undefined : save.error}
      onOpen={() => {
        save.reset();
        setDraft(kept);
      }}
      onSend={(close) => save.mutate(undefined, { onSuccess: close })}
    >
      <MemberFields kind={customer.kind} draft={draft} error={save.error} onChange={setDraft} />
    </FormDialog>
  );
}

function MemberRow({ customer, row }: { customer: Customer; row: Member }) {
  const say = useSay();
  const can = useCan();
  const client = useQueryClient();
  const { announce } = useLive();
  const { member } = useSession();
  const remove = useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE('/api/tenants/{id}/members/{memberId}', {
          params: { path: { id: customer.id, memberId: row.id } },
        }),
      ),
    onSuccess: () => {
      announce(say('members.remove.done'));
      void client.invalidateQueries({ queryKey: membersQuery(customer.id).queryKey });
    },
  });
  return (
    <li>
      <div>
        <Flex gap="2" align="center" wrap="wrap">
          <Text weight="medium">{row.name}</Text>
          {member?.id === row.id && <StateBadge colour="grass">{say('members.you')}</StateBadge>}
        </Flex>
        <Text as="div" size="2" color="gray" style={{ overflowWrap: 'anywhere' }}>
          {row.address}
        </Text>
        <Text as="div" size="1" color="gray">
          {say(`role.${row.role}`)} · {say('members.joined')} <When at={row.createdAt} />
          {row.lastUsedAt && (
            <>
              {' '}
              · {say('members.used')} <When at={row.lastUsedAt} />
            </>
          )}
        </Text>
        {remove.error && <Failed error={remove.error} />}
      </div>
      {can('members.write') && (
        <Flex gap="2" wrap="wrap" justify="end">
          <EditMember customer={customer} row={row} />
          <ConfirmRemoval
            label={say('members.remove')}
            of={row.name}
            isPending={remove.isPending}
            ask={say('members.remove.ask', { name: row.name })}
            says={say('members.remove.says')}
            go={say('members.remove.go')}
            onYes={() => remove.mutate()}
          />
        </Flex>
      )}
    </li>
  );
}

function Members({ customer }: { customer: Customer }) {
  const say = useSay();
  const members = useInfiniteQuery(membersQuery(customer.id));
  return (
    <Listed of={members}>
      {(items) =>
        items.length === 0 ? (
          <Empty>{say('members.empty')}</Empty>
        ) : (
          <ul className="rows plain people">
            {items.map((row) => (
              <MemberRow key={row.id} customer={customer} row={row} />
            ))}
          </ul>
        )
      }
    </Listed>
  );
}

/** The people of one customer, and those who were invited. */
export function MembersPage() {
  const say = useSay();
  const can = useCan();
  const { id = '' } = useParams();
  const customer = useQuery(customerQuery(id));
  return (
    <Shown of={customer}>
      {(data) => (
        <>
          <PageHead title={say('members.of', { customer: data.name })}>
            {can('members.write') && <InviteMember customer={data} />}
          </PageHead>
          <Flex direction="column" gap="6">
            <Section name={say('members.title')}>
              <Members customer={data} />
            </Section>
            <Section name={say('invitations.title')}>
              <Invitations customer={data} />
            </Section>
          </Flex>
        </>
      )}
    </Shown>
  );
}
