import { Button, Callout, Flex, Skeleton, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { isFailure } from '../api/failure';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';

/** What went wrong, in the reader's language, with what to do next. */
export function sayError(say: Say, error: unknown): string {
  if (!isFailure(error)) return say('error.offline');
  const { status, code, message, requestId, because, proofCode } = error;
  if (proofCode) return say('error.proof', { code: proofCode });
  if (status === 403 && code !== 'site_not_proved') return say('error.forbidden');
  if (status === 404) return say('error.not_found');
  if (because === 'moved_on') return say('error.conflict');
  if (because === 'full') return say('error.full');
  if (status >= 500 && status !== 503) return say('error.other', { requestId: requestId ?? '–' });
  return say('error.says', { message });
}

/** Stands where something is on its way. */
export function Loading() {
  const say = useSay();
  return (
    <Flex direction="column" gap="3" role="status" aria-label={say('state.loading')}>
      {['100%', '92%', '96%'].map((width) => (
        <Skeleton key={width} height="44px" width={width} />
      ))}
    </Flex>
  );
}

/** Stands where nothing is, and says what to do. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <Flex justify="center" p="6">
      <Text color="gray" align="center">
        {children}
      </Text>
    </Flex>
  );
}

/** Says what went wrong and lets the reader try again. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const say = useSay();
  return (
    <Callout.Root color="red" role="alert">
      <Callout.Text>{sayError(say, error)}</Callout.Text>
      {again && (
        <Button variant="soft" color="red" onClick={again}>
          {say('state.again')}
        </Button>
      )}
    </Callout.Root>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** Shows what was asked for, or that it is on its way, or why it is not there; what was there before stays. */
export function Shown<T>({ of, children }: { of: Asked<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failed error={of.error} again={() => void of.refetch()} />;
  return <Loading />;
}
