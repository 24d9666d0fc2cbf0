import { Box, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { useSay } from '../../messages/use-text';
import { Shown } from '../../parts/states';
import { Bar } from '../../parts/status';
import { sayEta } from '../../parts/times';

/** How far a batch of blog orders is, above the list of them. */
export function BatchProgress({ id }: { id: string }) {
  const say = useSay();
  const batch = useQuery({
    queryKey: ['orderBatch', id],
    queryFn: () => answerOf(api.GET('/api/blog-generation/batch/{id}', { params: { path: { id } } })),
  });
  return (
    <Shown of={batch}>
      {({ total, percentComplete, waiting, completed, inProgress, pending, failed, cancelled, ...eta }) => (
        <Box width="100%">
          <Bar done={percentComplete} total={100} label={say('pages.progress')} />
          <Text size="2" color="gray">
            {[
              say('batch.posts', { count: total }),
              say('batch.counts', { completed, inProgress, pending, failed, cancelled }),
              waiting > 0 ? say('batch.waiting', { count: waiting }) : '',
              sayEta(say, eta),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Box>
      )}
    </Shown>
  );
}
