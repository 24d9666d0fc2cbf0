import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { customersQuery } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { subscriptionsQuery } from '../../api/mail-queries';
import type { Subscription } from '../../api/mail-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { Confirm } from '../../parts/confirm';
import { Section } from '../../parts/facts';
import { ChoiceInput, problemWith } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan, useSession } from '../../session';
import { useSettings } from '../../settings';
import { emptySubscription, isSendable, SubscriptionFields } from './fields';
import { MailLog } from './log';

/** What every change of a subscription leads to. */
function useChanged(): (message: string) => void {
  const client = useQueryClient();
  const { announce } = useLive();
  return (message) => {
    void client.invalidateQueries({ queryKey: subscriptionsQuery.queryKey });
    void client.invalidateQueries({ queryKey: ['mails'] });
    announce(message);
  };
}

function NewSubscription() {
  const say = useSay();
  const changed = useChanged();
  const { language } = useSettings();
  const isForOthers = useSession().tenantKind === 'operator';
  const customers = useInfiniteQuery({ ...customersQuery, enabled: isForOthers });
  const owners = (customers.data?.pages ?? []).flatMap((page) => page.items);
  const [tenantId, setTenantId] = useState('');
  const owner = tenantId || owners[0]?.id;
  const empty = emptySubscription(language === 'de' ? 'de' : 'en');
  const [draft, setDraft] = useState(empty);
  const add = useMutation({
    mutationFn: () => {
      const { storeId, ...rest } = draft;
      const body = { ...rest, address: draft.address.trim(), timeZone: draft.timeZone.trim() };
      return answerOf(
        api.POST('/api/mail/subscriptions', {
          body: { ...body, ...(storeId ? { storeId } : {}), ...(isForOthers ? { tenantId: owner } : {}) },
        }),
      );
    },
    onSuccess: ({ consent }) => {
      changed(say(consent === 'given' ? 'mail.added' : 'mail.asked'));
      setDraft(empty);
    },
  });
  const isSaidByField = ['address', 'timeZone'].some((field) => problemWith(add.error, field));
  return (
    <FormDialog
      trigger={<Button>{say('mail.new.go')}</Button>}
      title={say('mail.new')}
      says={say('mail.new.says')}
      go={say('mail.new.go')}
      isPending={add.isPending}
      isReady={isSendable(draft)}
      error={isSaidByField ? undefined : add.error}
      onSend={(close) => add.mutate(undefined, { onSuccess: close })}
    >
      <SubscriptionFields draft={draft} isNew error={add.error} onChange={setDraft} />
      {isForOthers && owners.length > 0 && (
        <ChoiceInput
          label={say('stores.owner')}
          value={owner ?? ''}
          options={owners.map((one) => ({ value: one.id, label: one.name }))}
          onChange={setTenantId}
        />
      )}
    </FormDialog>
  );
}

function useChange(id: string) {
  const say = useSay();
  const changed = useChanged();
  return useMutation({
    mutationFn: (
      body: Partial<Pick<Subscription, 'kinds' | 'frequency' | 'locale' | 'timeZone' | 'active'>>,
    ) => answerOf(api.PATCH('/api/mail/subscriptions/{id}', { params: { path: { id } }, body })),
    onSuccess: () => changed(say('form.saved')),
  });
}

function Edit({ subscription }: { subscription: Subscription }) {
  const say = useSay();
  const [draft, setDraft] = useState(() => ({ ...subscription }));
  const change = useChange(subscription.id);
  const { kinds, frequency, locale, timeZone } = draft;
  return (
    <FormDialog
      trigger={
        <Button size="1" variant="soft">
          {say('mail.edit')}
        </Button>
      }
      title={say('mail.edit.title')}
      says={subscription.address}
      go={say('form.save')}
      isPending={change.isPending}
      isReady={isSendable(draft)}
      error={problemWith(change.error, 'timeZone') ? undefined : change.error}
      onOpen={() => setDraft({ ...subscription })}
      onSend={(close) =>
        change.mutate({ kinds, frequency, locale, timeZone: timeZone.trim() }, { onSuccess: close })
      }
    >
      <SubscriptionFields
        draft={draft}
        isNew={false}
        error={change.error}
        onChange={(next) => setDraft({ ...subscription, ...next })}
      />
    </FormDialog>
  );
}

function Acts({ subscription }: { subscription: Subscription }) {
  const say = useSay();
  const changed = useChanged();
  const params = { path: { id: subscription.id } };
  const change = useChange(subscription.id);
  const ask = useMutation({
    mutationFn: () => answerOf(api.POST('/api/mail/subscriptions/{id}/confirmation', { params, body: {} })),
    onSuccess: () => changed(say('mail.asked')),
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/mail/subscriptions/{id}', { params })),
    onSuccess: () => changed(say('mail.deleted')),
  });
  const error = change.error ?? ask.error ?? remove.error;
  return (
    <>
      <Edit subscription={subscription} />
      {subscription.consent === 'given' ? (
        <Button
          size="1"
          variant="soft"
          color="gray"
          loading={change.isPending}
          onClick={() => change.mutate({ active: !subscription.active })}
        >
          {say(subscription.active ? 'mail.switchOff' : 'mail.switchOn')}
        </Button>
      ) : (
        <Button size="1" variant="soft" color="gray" loading={ask.isPending} onClick={() => ask.mutate()}>
          {say('mail.ask')}
        </Button>
      )}
      <Confirm
        trigger={
          <Button size="1" variant="soft" color="red" loading={remove.isPending}>
            {say('mail.delete')}
          </Button>
        }
        ask={say('mail.delete.ask')}
        says={say('mail.delete.says')}
        go={say('mail.delete')}
        isGrave
        onYes={() => remove.mutate()}
      />
      {error && <Failed error={error} />}
    </>
  );
}

const BADGES = {
  off: ['mail.off', 'gray'],
  given: ['mail.on', 'grass'],
  pending: ['mail.pending', 'amber'],
  unsubscribed: ['mail.unsubscribed', 'gray'],
} as const;

function Line({ subscription }: { subscription: Subscription }) {
  const say = useSay();
  const can = useCan();
  const { address, kinds, frequency, active, consent } = subscription;
  const [label, colour] = BADGES[consent === 'given' && !active ? 'off' : consent];
  const facts = [
    say(`mail.frequency.${frequency}`),
    kinds.map((kind) => say(`mail.kind.${kind}`)).join(', '),
  ];
  return (
    <li>
      <div>
        {address}
        <Text as="div" size="1" color="gray">
          {facts.join(' · ')}
        </Text>
      </div>
      <Flex gap="2" align="center" wrap="wrap">
        <StateBadge colour={colour}>{say(label)}</StateBadge>
        {can('mail.write') && <Acts subscription={subscription} />}
      </Flex>
    </li>
  );
}

/** Who is mailed about orders, and what was mailed. */
export function MailPage() {
  const say = useSay();
  const can = useCan();
  const subscriptions = useInfiniteQuery(subscriptionsQuery);
  return (
    <>
      <PageHead title={say('nav.mail')}>{can('mail.write') && <NewSubscription />}</PageHead>
      <Text as="p" color="gray" mb="4">
        {say('mail.lead')}
      </Text>
      <Flex direction="column" gap="5">
        <Listed of={subscriptions}>
          {(items) =>
            items.length === 0 ? (
              <Empty>{say('mail.empty')}</Empty>
            ) : (
              <ul className="rows plain">
                {items.map((subscription) => (
                  <Line key={subscription.id} subscription={subscription} />
                ))}
              </ul>
            )
          }
        </Listed>
        <Section name={say('mail.log')}>
          <MailLog />
        </Section>
      </Flex>
    </>
  );
}
