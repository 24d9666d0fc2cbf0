import { Callout, Separator, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { sessionQuery } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { Outside } from '../../parts/outside';
import { sayError } from '../../parts/states';
import { KeyForm, MailForm } from './sign-in-forms';

/** Where people sign in: by a mailed link, by a key, or by an address that a key made and that works once. */
export function SignIn({ wasLost }: { wasLost: boolean }) {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const signIn = useMutation({
    mutationFn: (body: { key: string } | { link: string }) => answerOf(api.POST('/api/session', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  const { mutate } = signIn;

  useEffect(() => {
    const isLink = location.pathname === '/sign-in' && location.hash.length > 1;
    if (!isLink) return;
    const link = location.hash.slice(1);
    // So that the word stays in no history.
    void navigate('/', { replace: true });
    mutate({ link });
  }, [mutate, navigate]);

  const isLink = signIn.variables && 'link' in signIn.variables;
  const isRefused = isFailure(signIn.error) && [400, 401].includes(signIn.error.status);
  const problem = signIn.error
    ? isRefused
      ? say(isLink ? 'signIn.linkUsed' : 'signIn.wrong')
      : sayError(say, signIn.error)
    : undefined;

  return (
    <Outside title={say('signIn.title')}>
      {wasLost && !problem && (
        <Callout.Root color="amber">
          <Callout.Text>{say('signIn.lost')}</Callout.Text>
        </Callout.Root>
      )}
      <MailForm />
      <Separator size="4" />
      <Text color="gray">{say('signIn.or')}</Text>
      <KeyForm problem={problem} isPending={signIn.isPending} onKey={(key) => mutate({ key })} />
    </Outside>
  );
}
