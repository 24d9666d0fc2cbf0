import { Button, Text } from '@radix-ui/themes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { invitationQuery } from '../../api/people-queries';
import { startAnew } from '../../api/session-change';
import { useSay } from '../../messages/use-text';
import { Outside } from '../../parts/outside';
import { Failed, Loading, sayError } from '../../parts/states';
import { useToken } from '../../parts/token';

const isGone = (error: unknown): boolean => isFailure(error) && [400, 401].includes(error.status);

function Gone({ says }: { says: string }) {
  const say = useSay();
  return (
    <Outside title={say('invitation.plain')}>
      <Text role="alert" color="red">
        {says}
      </Text>
      <Button asChild size="3" variant="soft">
        <Link to="/">{say('signIn.link.other')}</Link>
      </Button>
    </Outside>
  );
}

/** Shows an invitation and has it accepted; only the button accepts it. */
function Invited({ token }: { token: string }) {
  const say = useSay();
  const invitation = useQuery(invitationQuery(token));
  const accept = useMutation({
    mutationFn: () => answerOf(api.POST('/api/invitations/accept', { body: { token } })),
    onSuccess: () => startAnew('in'),
  });
  if (isGone(invitation.error) || isGone(accept.error)) return <Gone says={say('invitation.gone')} />;
  const { data } = invitation;
  if (!data)
    return (
      <Outside title={say('invitation.plain')}>
        {invitation.error ? (
          <Failed error={invitation.error} again={() => void invitation.refetch()} />
        ) : (
          <Loading />
        )}
      </Outside>
    );
  const { name, address, role, tenantName } = data;
  return (
    <Outside title={say('invitation.title', { customer: tenantName })}>
      <Text color="gray">{say('invitation.lead', { name, address, role: say(`role.${role}`) })}</Text>
      {accept.error && (
        <Text role="alert" color="red">
          {sayError(say, accept.error)}
        </Text>
      )}
      <Button size="3" loading={accept.isPending || accept.isSuccess} onClick={() => accept.mutate()}>
        {say('invitation.go')}
      </Button>
    </Outside>
  );
}

/** Where the link of an invitation leads. */
export function InvitationPage() {
  const say = useSay();
  const token = useToken();
  return token === '' ? <Gone says={say('signIn.link.none')} /> : <Invited token={token} />;
}
