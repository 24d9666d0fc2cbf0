import { Button, Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orderVersionQuery } from '../../api/review-queries';
import type { ReviewStatus } from '../../api/review-queries';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { Markdown } from '../../parts/markdown';
import { Shown } from '../../parts/states';
import { When } from '../../parts/times';

function EarlierText({ orderId, versionId }: { orderId: string; versionId: string }) {
  const version = useQuery(orderVersionQuery(orderId, versionId));
  return <Shown of={version}>{({ content, link }) => <Markdown text={content} mark={link} />}</Shown>;
}

function EarlierVersion({
  orderId,
  version,
}: {
  orderId: string;
  version: ReviewStatus['versions'][number];
}) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const number = version.versionNum;
  return (
    <li className="version">
      <Flex gap="3" align="center" justify="between" wrap="wrap">
        <div>
          <Text as="div" weight="medium">
            {say('catalogue.version', { number })}
          </Text>
          <Text as="div" size="2" color="gray">
            <When at={version.createdAt} />
          </Text>
        </div>
        <Button variant="soft" color="gray" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say(isOpen ? 'catalogue.version.hide' : 'catalogue.version.show', { number })}
        </Button>
      </Flex>
      {isOpen && <EarlierText orderId={orderId} versionId={version.versionId} />}
    </li>
  );
}

/** The text that an order is about, with the sentence that has the link marked, and below it the versions before, to be read. */
export function Versions({ order }: { order: ReviewStatus }) {
  const say = useSay();
  const { orderId, version } = order;
  const earlier = order.versions.filter(({ versionId }) => versionId !== version?.versionId);
  return (
    <>
      {version && (
        <Section name={say('buying.text')}>
          <Text as="p" size="2" color="gray" mb="4">
            {say('catalogue.version', { number: version.versionNum })} · <When at={version.createdAt} />
            {version.link && ` · ${say('buying.text.marked')}`}
          </Text>
          <Markdown text={version.content} mark={version.link} />
        </Section>
      )}
      {earlier.length > 0 && (
        <Section name={say('buying.versions')}>
          <Text as="p" size="2" color="gray" mb="3">
            {say('buying.versions.says')}
          </Text>
          <ul className="rows versions">
            {earlier.map((one) => (
              <EarlierVersion key={one.versionId} orderId={orderId} version={one} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
