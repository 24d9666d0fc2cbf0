import { Card, Flex, Heading } from '@radix-ui/themes';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';
import { SettingsSwitches } from './layout';

/** A page for those who are not signed in, with the switches for language and appearance. */
export function Outside({ title, children }: { title: string; children: ReactNode }) {
  const say = useSay();
  const name = say('app.name');
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
  return (
    <main className="sign-in">
      <Card size="4" style={{ width: '100%', maxWidth: 420 }}>
        <Flex direction="column" gap="4">
          <Heading as="h1" size="6">
            {title}
          </Heading>
          {children}
          <Flex gap="2" justify="end">
            <SettingsSwitches />
          </Flex>
        </Flex>
      </Card>
    </main>
  );
}
