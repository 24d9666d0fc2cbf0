import { Button, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { customersQuery, webhooksQuery } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { ChoiceInput, problemWith } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { ShownOnce } from '../../parts/once';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan, useSession } from '../../session';
import { emptyWebhook, WebhookFields, webhookBody } from './webhook-fields';

function NewWebhook({ onMade }: { onMade: (secret: string) => void }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const isForOthers = useSession().tenantKind === 'operator';
  const customers = useInfiniteQuery({ ...customersQuery, enabled: isForOthers });
  const owners = (customers.data?.pages ?? []).flatMap((page) => page.items);
  const [draft, setDraft] = useState(emptyWebhook);
  const [tenantId, setTenantId] = useState('');
  const owner = tenantId || owners[0]?.id;
  const add = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/webhooks', {
          body: { ...webhookBody(draft), ...(isForOthers ? { tenantId: owner } : {}) },
        }),
      ),
    onSuccess: ({ secret }) => {
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      announce(say('deliveries.added'));
      setDraft(emptyWebhook);
      onMade(secret);
    },
  });
  return (
    <FormDialog
      trigger={<Button>{say('deliveries.new.go')}</Button>}
      title={say('deliveries.new')}
      says={say('deliveries.new.says')}
      go={say('deliveries.new.go')}
      isPending={add.isPending}
      isReady={draft.url.trim() !== ''}
      error={problemWith(add.error, 'url') ? undefined : add.error}
      onSend={(close) => add.mutate(undefined, { onSuccess: close })}
    >
      <WebhookFields draft={draft} error={add.error} onChange={setDraft} />
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

/** Addresses that are told of orders. */
export function WebhooksPage() {
  const say = useSay();
  const can = useCan();
  const webhooks = useInfiniteQuery(webhooksQuery);
  const [secret, setSecret] = useState('');
  return (
    <>
      <PageHead title={say('nav.deliveries')}>
        {can('webhooks.write') && <NewWebhook onMade={setSecret} />}
      </PageHead>
      <Text as="p" color="gray" mb="4">
        {say('deliveries.lead')}
      </Text>
      {secret && <ShownOnce name={say('deliveries.secret')} secret={secret} />}
      <Listed of={webhooks}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('deliveries.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map(({ id, url, description, active, eventTypes }) => (
                <li key={id}>
                  <div>
                    <Link to={`/deliveries/${id}`}>{description || url}</Link>
                    <Text as="div" size="1" color="gray">
                      {[
                        description ? url : '',
                        eventTypes.length === 0
                          ? say('deliveries.all')
                          : say('deliveries.some', { count: eventTypes.length }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Text>
                  </div>
                  <StateBadge colour={active ? 'grass' : 'gray'}>
                    {say(active ? 'deliveries.active' : 'deliveries.off')}
                  </StateBadge>
                </li>
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
