import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { webhookQuery, webhooksQuery } from '../../api/admin-queries';
import type { Webhook } from '../../api/admin-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { Confirm } from '../../parts/confirm';
import { Fact, Facts, Section } from '../../parts/facts';
import { problemWith } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { ShownOnce } from '../../parts/once';
import { Failed, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan } from '../../session';
import { DeliveryLog } from './deliveries';
import { WebhookFields, webhookBody } from './webhook-fields';

function useChange(id: string) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: (body: Partial<Pick<Webhook, 'url' | 'description' | 'eventTypes' | 'active'>>) =>
      answerOf(api.PATCH('/api/webhooks/{id}', { params: { path: { id } }, body })),
    onSuccess: (saved) => {
      client.setQueryData(webhookQuery(id).queryKey, saved);
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      announce(say('form.saved'));
    },
  });
}

function Edit({ webhook }: { webhook: Webhook }) {
  const say = useSay();
  const [draft, setDraft] = useState(webhook);
  const change = useChange(webhook.id);
  return (
    <FormDialog
      trigger={<Button variant="soft">{say('deliveries.edit')}</Button>}
      title={say('deliveries.edit')}
      says={say('deliveries.edit.says')}
      go={say('form.save')}
      isPending={change.isPending}
      isReady={draft.url.trim() !== ''}
      error={problemWith(change.error, 'url') ? undefined : change.error}
      onOpen={() => setDraft(webhook)}
      onSend={(close) => change.mutate(webhookBody(draft), { onSuccess: close })}
    >
      <WebhookFields
        draft={draft}
        error={change.error}
        onChange={(changed) => setDraft({ ...webhook, ...changed, eventTypes: [...changed.eventTypes] })}
      />
    </FormDialog>
  );
}

function Acts({ webhook, onSecret }: { webhook: Webhook; onSecret: (secret: string) => void }) {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { id: webhook.id } };
  const change = useChange(webhook.id);
  const rotate = useMutation({
    mutationFn: () => answerOf(api.POST('/api/webhooks/{id}/rotate-secret', { params })),
    onSuccess: ({ secret }) => onSecret(secret),
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/webhooks/{id}', { params })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      void navigate('/deliveries');
    },
  });
  const error = change.error ?? rotate.error ?? remove.error;
  return (
    <>
      <Edit webhook={webhook} />
      <Button
        variant="soft"
        color="gray"
        loading={change.isPending}
        onClick={() => change.mutate({ active: !webhook.active })}
      >
        {say(webhook.active ? 'deliveries.switchOff' : 'deliveries.switchOn')}
      </Button>
      <Confirm
        trigger={
          <Button variant="soft" color="gray" loading={rotate.isPending}>
            {say('deliveries.rotate')}
          </Button>
        }
        ask={say('deliveries.rotate.ask')}
        says={say('deliveries.rotate.says')}
        go={say('deliveries.rotate')}
        onYes={() => rotate.mutate()}
      />
      <Confirm
        trigger={
          <Button variant="soft" color="red" loading={remove.isPending}>
            {say('deliveries.delete')}
          </Button>
        }
        ask={say('deliveries.delete.ask')}
        says={say('deliveries.delete.says')}
        go={say('deliveries.delete')}
        isGrave
        onYes={() => remove.mutate()}
      />
      {error && <Failed error={error} />}
    </>
  );
}

function WebhookShown({ webhook }: { webhook: Webhook }) {
  const say = useSay();
  const can = useCan();
  const [secret, setSecret] = useState('');
  return (
    <>
      <PageHead title={webhook.description || webhook.url}>
        <StateBadge colour={webhook.active ? 'grass' : 'gray'}>
          {say(webhook.active ? 'deliveries.active' : 'deliveries.off')}
        </StateBadge>
        {can('webhooks.write') && <Acts webhook={webhook} onSecret={setSecret} />}
      </PageHead>
      {secret && <ShownOnce name={say('deliveries.secret')} secret={secret} />}
      <Flex direction="column" gap="5">
        <Facts>
          <Fact label={say('deliveries.url')}>{webhook.url}</Fact>
          <Fact label={say('deliveries.types')}>
            {webhook.eventTypes.length === 0
              ? say('deliveries.all')
              : webhook.eventTypes.map((type) => say(`webhookEvent.${type}`)).join(', ')}
          </Fact>
        </Facts>
        <Section name={say('deliveries.log')}>
          <DeliveryLog webhookId={webhook.id} />
        </Section>
      </Flex>
    </>
  );
}

/** One address that is told of orders, with all that it was told. */
export function WebhookPage() {
  const { id = '' } = useParams();
  const webhook = useQuery(webhookQuery(id));
  return <Shown of={webhook}>{(data) => <WebhookShown webhook={data} />}</Shown>;
}
