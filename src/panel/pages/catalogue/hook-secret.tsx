import { Button } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CATALOGUE } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { Failed } from '../../parts/states';

/** Replaces what signs the messages to a site's publish hook. */
export function ReplaceSecret({ siteId, onSecret }: { siteId: string; onSecret: (secret: string) => void }) {
  const say = useSay();
  const client = useQueryClient();
  const replace = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/domains/{id}/hook-secret', { params: { path: { id: siteId } } })),
    onSuccess: ({ hookSecret }) => {
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      onSecret(hookSecret);
    },
  });
  return (
    <>
      {replace.error && <Failed error={replace.error} />}
      <Confirm
        trigger={
          <Button type="button" variant="soft" color="gray" loading={replace.isPending}>
            {say('catalogue.outlet.secret.replace')}
          </Button>
        }
        ask={say('catalogue.outlet.secret.ask')}
        says={say('catalogue.outlet.secret.says')}
        go={say('catalogue.outlet.secret.replace')}
        isGrave
        onYes={() => replace.mutate()}
      />
    </>
  );
}
