import { Button, Callout, Card, Flex, Heading, Text, TextField } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { sessionQuery } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { SettingsSwitches } from '../../parts/layout';
import { sayError } from '../../parts/states';

const SHORTEST_KEY = 8;

/** Where people sign in, by a key or by an address that works once. */
export function SignIn({ wasLost }: { wasLost: boolean }) {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [key, setKey] = useState('');
  const [isShort, setShort] = useState(false);
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
  const problem = isShort
    ? say('signIn.short')
    : signIn.error &&
      (isRefused ? say(isLink ? 'signIn.linkUsed' : 'signIn.wrong') : sayError(say, signIn.error));

  return (
    <main className="sign-in">
      <Card size="4" style={{ width: '100%', maxWidth: 420 }}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const tooShort = key.trim().length < SHORTEST_KEY;
            setShort(tooShort);
            if (!tooShort) mutate({ key: key.trim() });
          }}
        >
          <Flex direction="column" gap="4">
            <Heading as="h1" size="6">
              {say('signIn.title')}
            </Heading>
            <Text color="gray">{say('signIn.lead')}</Text>
            {wasLost && !problem && (
              <Callout.Root color="amber">
                <Callout.Text>{say('signIn.lost')}</Callout.Text>
              </Callout.Root>
            )}
            <Flex direction="column" gap="1">
              <Text as="label" htmlFor="key" size="2" weight="medium">
                {say('signIn.key')}
              </Text>
              <TextField.Root
                id="key"
                type="password"
                size="3"
                autoComplete="current-password"
                autoFocus
                value={key}
                aria-invalid={problem ? true : undefined}
                aria-describedby={problem ? 'key-problem' : undefined}
                onChange={(event) => setKey(event.target.value)}
              />
              {problem && (
                <Text id="key-problem" role="alert" size="2" color="red">
                  {problem}
                </Text>
              )}
            </Flex>
            <Button type="submit" size="3" loading={signIn.isPending}>
              {say('signIn.go')}
            </Button>
            <Flex gap="2" justify="end">
              <SettingsSwitches />
            </Flex>
          </Flex>
        </form>
      </Card>
    </main>
  );
}
