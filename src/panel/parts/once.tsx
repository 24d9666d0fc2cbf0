import { Button, Callout, Code, Flex, Text } from '@radix-ui/themes';
import { useState } from 'react';
import { useLive } from '../live/live';
import { useSay } from '../messages/use-text';

/** Something secret that is shown this once, to be copied. */
export function ShownOnce({ name, secret }: { name: string; secret: string }) {
  const say = useSay();
  const { announce } = useLive();
  const [isCopied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
    announce(say('once.copied'));
  }

  return (
    <Callout.Root color="amber" highContrast role="alert" mb="4">
      <Callout.Text>{say('once.says', { name })}</Callout.Text>
      <Flex gap="3" align="center" wrap="wrap">
        <Code highContrast style={{ overflowWrap: 'anywhere' }}>
          {secret}
        </Code>
        <Button
          size="1"
          variant="soft"
          highContrast
          onClick={() => void copy().catch(() => setCopied(false))}
        >
          {say(isCopied ? 'once.copied' : 'once.copy')}
        </Button>
      </Flex>
      <Text size="1">{say('once.lost')}</Text>
    </Callout.Root>
  );
}
