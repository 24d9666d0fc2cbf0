import { Button, Checkbox, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { storeQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { Fact, Facts } from '../../parts/facts';
import { problemWith, TextInput } from '../../parts/form';
import { Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { useProof } from './proof';

const COLOURS = { unchecked: 'gray', ok: 'grass', needs_reconnect: 'red' } as const;

export function ConnectionBadge({ connection }: { connection: Store['connection'] }) {
  const say = useSay();
  return <StateBadge colour={COLOURS[connection]}>{say(`store.connection.${connection}`)}</StateBadge>;
}

function useRefresh(id: string) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return (problem: string | null) => {
    announce(problem ?? say('store.answers'));
    void client.invalidateQueries({ queryKey: storeQuery(id).queryKey });
    void client.invalidateQueries({ queryKey: ['stores'] });
  };
}

function Reconnect({ store }: { store: Store }) {
  const say = useSay();
  const refresh = useRefresh(store.id);
  const [instanceId, setInstanceId] = useState('');
  const [appId, setAppId] = useState('');
  const [appSecret, setAppSecret] = useState('');
  const [isBack, setBack] = useState(false);
  const { given, onError } = useProof();
  const reconnect = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/stores/{id}/reconnect', {
          params: { path: { id: store.id } },
          body: {
            ...given,
            ...(instanceId.trim() ? { instanceId: instanceId.trim() } : {}),
            ...(appId.trim()
              ? { credentials: { appId: appId.trim(), appSecret: appSecret.trim() } }
              : isBack
                ? { credentials: null }
                : {}),
          },
        }),
      ),
    onError,
    onSuccess: () => refresh(null),
  });
  const problem = (field: string) => problemWith(reconnect.error, field);
  const isTold = ['instanceId', 'credentials'].some(problem);
  return (
    <FormDialog
      trigger={<Button variant="soft">{say('store.reconnect')}</Button>}
      title={say('store.reconnect')}
      says={say('store.reconnect.says')}
      go={say('store.reconnect')}
      isPending={reconnect.isPending}
      isReady={(appId.trim() === '') === (appSecret.trim() === '')}
      error={isTold ? undefined : reconnect.error}
      onSend={(close) =>
        reconnect.mutate(undefined, {
          onSuccess: () => {
            setAppSecret('');
            close();
          },
        })
      }
    >
      <TextInput
        label={say('store.instance')}
        hint={say('store.reconnect.same')}
        maxLength={100}
        value={instanceId}
        problem={problem('instanceId')}
        onChange={setInstanceId}
      />
      <TextInput
        label={say('store.appId')}
        hint={say('store.appId.hint')}
        maxLength={200}
        value={appId}
        problem={problem('credentials')}
        onChange={setAppId}
      />
      <TextInput
        label={say('store.appSecret')}
        type="password"
        maxLength={500}
        value={appSecret}
        onChange={setAppSecret}
      />
      {store.hasOwnCredentials && (
        <Text as="label" size="2">
          <Flex gap="2">
            <Checkbox checked={isBack} onCheckedChange={(isChosen) => setBack(isChosen === true)} />
            {say('store.app.back')}
          </Flex>
        </Text>
      )}
    </FormDialog>
  );
}

/** Whether the store answers, what that means, and the way to connect it again. */
export function Connection({ store }: { store: Store }) {
  const say = useSay();
  const can = useCan();
  const refresh = useRefresh(store.id);
  const check = useMutation({
    mutationFn: () => answerOf(api.POST('/api/stores/{id}/check', { params: { path: { id: store.id } } })),
    onSuccess: ({ problem }) => refresh(problem),
  });
  return (
    <Flex direction="column" gap="4" maxWidth="640px">
      <Text>{say(`store.connection.${store.connection}.says`)}</Text>
      {check.data?.problem && (
        <Text color="red" role="alert">
          {check.data.problem}
        </Text>
      )}
      {check.error && <Failed error={check.error} />}
      <Facts>
        <Fact label={say('store.platform')}>{say(`platform.${store.platform}`)}</Fact>
        <Fact label={say('store.instance')}>{store.instanceId}</Fact>
        <Fact label={say('store.app')}>
          {say(store.hasOwnCredentials ? 'store.app.own' : 'store.app.common')}
        </Fact>
        {store.checkedAt && (
          <Fact label={say('store.checked')}>
            <When at={store.checkedAt} />
          </Fact>
        )}
        {store.disconnectedAt && (
          <Fact label={say('store.lostSince')}>
            <When at={store.disconnectedAt} />
          </Fact>
        )}
      </Facts>
      {can('stores.write') && (
        <Flex gap="3" wrap="wrap">
          <Button loading={check.isPending} onClick={() => check.mutate()}>
            {say('store.check')}
          </Button>
          <Reconnect store={store} />
        </Flex>
      )}
    </Flex>
  );
}
