import { useMutation, useQuery } from '@tanstack/react-query';
import { Text } from '@radix-ui/themes';
import { answerOf, api } from '../api/client';
import { ownTenantsQuery } from '../api/people-queries';
import { startAnew } from '../api/session-change';
import { useSay } from '../messages/use-text';
import { Choice } from '../parts/layout';
import { sayError } from '../parts/states';
import { useSession } from '../session';

/** The customer that the session is at, and the way to others of the same person. */
export function TenantSwitch() {
  const say = useSay();
  const { tenantId, tenantName } = useSession();
  const { data } = useQuery(ownTenantsQuery);
  const change = useMutation({
    mutationFn: (to: string) => answerOf(api.POST('/api/session/switch', { body: { tenantId: to } })),
    onSuccess: () => startAnew('switched'),
  });
  const items = data?.items ?? [];
  if (items.length < 2)
    return (
      <Text as="p" size="2" color="gray">
        {tenantName}
      </Text>
    );
  return (
    <div className="tenant-switch">
      <Choice
        label={say('tenant.switch')}
        value={change.variables ?? tenantId}
        options={items.map((one) => ({ value: one.tenantId, label: one.tenantName }))}
        onChange={(to) => change.mutate(to)}
      />
      {change.error && (
        <Text as="p" role="alert" size="1" color="red">
          {sayError(say, change.error)}
        </Text>
      )}
    </div>
  );
}
