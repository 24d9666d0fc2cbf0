import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import { subscriptionsQuery } from '../../api/mail-queries';
import type { Subscription } from '../../api/mail-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ConfirmRemoval } from '../../parts/confirm';
import { Section } from '../../parts/facts';
import { problemWith } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan, useSession } from '../../session';
import { useSettings } from '../../settings';
import { emptySubscription, isSendable, SubscriptionFields } from './fields';
import type { SubscriptionDraft } from './fields';
import { kindName } from './kind-names';
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

/** Asks for a subscription, new or there already, and saves it. */
function SubscriptionDialog({ subscription }: { subscription?: Subscription }) {
  const say = useSay();
  const changed = useChanged();
  const { language } = useSettings();
  const start = (): SubscriptionDraft => subscription ?? emptySubscription(language);
  const [draft, setDraft] = useState(start);
  const save = useMutation({
    mutationFn: () => {
      const { address, storeId, kinds, frequency, locale } = draft;
      const body = { kinds, frequency, locale, timeZone: draft.timeZone.trim() };
      return subscription
        ? answerOf(
            api.PATCH('/api/mail/subscriptions/{id}', { params: { path: { id: subscription.id } }, body }),
          )
        : answerOf(
            api.POST('/api/mail/subscriptions', {
              body: { ...body, address: address.trim(), ...(storeId ? { storeId } : {}) },
            }),
          );
    },
    onSuccess: ({ consent }) => changed(say(consent === 'pending' ? 'mail.asked' : 'form.saved')),
  });
  const title = say(subscription ? 'mail.edit' : 'mail.new.go');
  const isSaidByField = ['address', 'timeZone'].some((field) => problemWith(save.error, field));
  return (
    <FormDialog
      trigger={
        subscription ? (
          <Button size="1" variant="soft">
            {title}
          </Button>
        ) : (
          <Button>{title}</Button>
        )
      }
      title={title}
      says={subscription?.address ?? say('mail.new.says')}
      go={say('form.save')}
      isPending={save.isPending}
      isReady={isSendable(draft)}
      error={isSaidByField ? undefined : save.error}
      onOpen={() => setDraft(start())}
      onSend={(close) => save.mutate(undefined, { onSuccess: close })}
    >
      <SubscriptionFields draft={draft} isNew={!subscription} error={save.error} onChange={setDraft} />
    </FormDialog>
  );
}

function Acts({ subscription }: { subscription: Subscription }) {
  const say = useSay();
  const changed = useChanged();
  const params = { path: { id: subscription.id } };
  const change = useMutation({
    mutationFn: (active: boolean) =>
      answerOf(api.PATCH('/api/mail/subscriptions/{id}', { params, body: { active } })),
    onSuccess: () => changed(say('form.saved')),
  });
  const ask = useMutation({
    mutationFn: () => answerOf(api.POST('/api/mail/subscriptions/{id}/confirmation', { params, body: {} })),
    onSuccess: () => changed(say('mail.asked')),
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/mail/subscriptions/{id}', { params })),
    onSuccess: () => changed(say('form.saved')),
  });
  const error = change.error ?? ask.error ?? remove.error;
  return (
    <>
      <SubscriptionDialog subscription={subscription} />
      {subscription.consent === 'given' ? (
        <Button
          size="1"
          variant="soft"
          color="gray"
          loading={change.isPending}
          onClick={() => change.mutate(!subscription.active)}
        >
          {say(subscription.active ? 'mail.switchOff' : 'mail.switchOn')}
        </Button>
      ) : (
        <Button size="1" variant="soft" color="gray" loading={ask.isPending} onClick={() => ask.mutate()}>
          {say('mail.ask')}
        </Button>
      )}
      <ConfirmRemoval
        label={say('mail.delete')}
        isPending={remove.isPending}
        ask={say('mail.delete.ask')}
        says={say('mail.delete.says')}
        go={say('mail.delete')}
        onYes={() => remove.mutate()}
      />
      {error && <Failed error={error} />}
    </>
  );
}

const BADGES = {
  off: ['mail.off', 'gray'],
  given: ['deliveries.active', 'grass'],
  pending: ['mail.pending', 'amber'],
  unsubscribed: ['mail.unsubscribed', 'gray'],
} as const;

function Line({ subscription }: { subscription: Subscription }) {
  const say = useSay();
  const can = useCan();
  const { address, kinds, frequency, active, consent } = subscription;
  const [label, colour] = BADGES[consent === 'given' && !active ? 'off' : consent];
  const facts = [say(`mail.frequency.${frequency}`), kinds.map((kind) => kindName(say, kind)).join(', ')];
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
  // Operators add addresses of their customers by the API.
  const isOwn = useSession().tenantKind !== 'operator';
  const subscriptions = useInfiniteQuery(subscriptionsQuery);
  return (
    <>
      <PageHead title={say('nav.mail')}>
        {can('alerts.read') && <Link to="/alerts">{say('alerts.title')}</Link>}
        {isOwn && can('mail.write') && <SubscriptionDialog />}
      </PageHead>
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
