import { Flex, Text } from '@radix-ui/themes';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { sayDuration } from '../../parts/times';
import { STARTED } from './started';
import type { StartedMail } from './started';

/** The form that was sent, where the page was come to from one. */
function formIn(state: unknown): string {
  const from: unknown = state !== null && typeof state === 'object' ? Reflect.get(state, 'from') : undefined;
  return typeof from === 'string' && from.startsWith('/articles/') ? from : '/articles';
}

/** Says where the link is that confirms an order, how long it works, and how to begin again. */
export function CheckMailPage() {
  const say = useSay();
  const { state } = useLocation();
  const started = useQueryClient().getQueryData<StartedMail>(STARTED);
  return (
    <>
      <PageHead title={say('buying.mail.title')} />
      <Flex direction="column" gap="5">
        <Flex direction="column" gap="3">
          <Text as="p" size="4" className="any-width">
            {started ? say('buying.mail.sent', { address: started.address }) : say('buying.mail.sent.plain')}
          </Text>
          <Text as="p">{say('buying.mail.next')}</Text>
          <Text as="p">
            {started
              ? say('buying.mail.holds', { duration: sayDuration(say, started.minutes * 60_000) })
              : say('buying.mail.holds.plain')}
          </Text>
        </Flex>
        <Section name={say('buying.mail.nothing')}>
          <Flex direction="column" gap="3">
            <Text as="p">{say('buying.mail.again')}</Text>
            <Link className="alone" to={formIn(state)}>
              {say('buying.mail.again.go')}
            </Link>
          </Flex>
        </Section>
      </Flex>
    </>
  );
}
