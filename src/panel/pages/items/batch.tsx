import { Button, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { PageHead } from '../../parts/layout';
import { useOffered } from '../../parts/may';
import { Failed, Shown } from '../../parts/states';
import { Bar } from '../../parts/status';
import { sayEta } from '../../parts/times';
import { OrderRows } from '../orders/rows';
import type { Batch } from './api';
import { batchQuery } from './queries';

function BatchHead({ batch }: { batch: Batch }) {
  const say = useSay();
  const client = useQueryClient();
  const offered = useOffered();
  const cancel = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/generation/batch/{id}/cancel', { params: { path: { id: batch.id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['batch', batch.id] });
      void client.invalidateQueries({ queryKey: ['items'] });
    },
  });
  const { total, pending, inProgress, completed, failed, cancelled } = batch;
  const open = pending + inProgress;
  return (
    <>
      <PageHead title={say('batch.title', { count: total })}>
        {offered(batch, 'cancel') && (
          <Confirm
            trigger={
              <Button variant="soft" color="red" loading={cancel.isPending}>
                {say('batch.cancel')}
              </Button>
            }
            ask={say('act.cancel.pages.ask', { count: open })}
            says={say('act.cancel.says')}
            go={say('act.cancel.pages', { count: open })}
            back={say('act.keep')}
            isGrave
            onYes={() => cancel.mutate()}
          />
        )}
      </PageHead>
      {cancel.error && <Failed error={cancel.error} />}
      <Flex direction="column" gap="2" mb="5">
        <Bar done={batch.percentComplete} total={100} label={say('pages.progress')} />
        <Text size="2" color="gray">
          {[say('batch.counts', { completed, inProgress, pending, failed, cancelled }), sayEta(say, batch)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Flex>
    </>
  );
}

/** One batch: how far it is, and its pages. */
export function BatchPage({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const batch = useQuery(batchQuery(id));
  return (
    <Shown of={batch}>
      {(data) => (
        <>
          <BatchHead batch={data} />
          <OrderRows kind={kind} filter={{ batchId: id }} empty="pages.empty" />
        </>
      )}
    </Shown>
  );
}
