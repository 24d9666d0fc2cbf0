import { Button, Flex } from '@radix-ui/themes';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';
import { Shown } from './states';

interface Paged<T> {
  data: { pages: ReadonlyArray<{ items: T[] }> } | undefined;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Shows what a list holds as far as it was asked for, with a button for more. */
export function Listed<T>({ of, children }: { of: Paged<T>; children: (items: T[]) => ReactNode }) {
  const say = useSay();
  const { data } = of;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return (
    <>
      <Shown of={{ data: items, error: of.error, refetch: of.refetch }}>{children}</Shown>
      {of.hasNextPage && (
        <Flex justify="center" mt="4">
          <Button variant="soft" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
            {say('pages.more')}
          </Button>
        </Flex>
      )}
    </>
  );
}
