import { Button, Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { lostLinksQuery } from '../../api/catalogue-queries';
import type { LostLink, Version } from '../../api/catalogue-queries';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { Shown } from '../../parts/states';

function LostLinks({ links }: { links: readonly LostLink[] }) {
  const say = useSay();
  if (links.length === 0) return null;
  return (
    <Flex direction="column" gap="2" mt="3">
      <Text weight="medium" color="red">
        {say('catalogue.version.lost', { count: links.length })}
      </Text>
      <ul className="rows plain">
        {links.map(({ orderId, anchorText, targetUrl }) => (
          <li key={orderId}>
            <Text>{anchorText}</Text>
            <Text size="1" color="gray" style={{ overflowWrap: 'anywhere' }}>
              {targetUrl}
            </Text>
          </li>
        ))}
      </ul>
    </Flex>
  );
}

/** What becomes of the published version: another one takes its place, an earlier one comes back, or none is published. */
export type Replacement = 'publish' | 'rollback' | 'withdraw';

/** Asks before a version takes the place of the published one, and first says which paid links would be gone. */
export function ReplaceVersion(props: {
  articleId: string;
  /** Null publishes none. */
  version: Version | null;
  as: Replacement;
  onYes: (acceptLostLinks: string[]) => void;
}) {
  const say = useSay();
  const { articleId, version, as } = props;
  const [isOpen, setOpen] = useState(false);
  const lost = useQuery({ ...lostLinksQuery(articleId, version?.id), enabled: isOpen });
  const values = { number: version?.versionNum ?? 0 };
  const links = lost.data?.lostLinks ?? [];
  const go = say(`catalogue.version.${as}`, values);
  return (
    <Confirm
      trigger={
        <Button size="1" variant="soft" color={as === 'withdraw' ? 'gray' : undefined}>
          {go}
        </Button>
      }
      ask={say(`catalogue.version.${as}.ask`, values)}
      says={say(`catalogue.version.${as}.says`, values)}
      go={go}
      isGrave={links.length > 0}
      isReady={lost.isSuccess && !lost.isFetching}
      onOpen={setOpen}
      onYes={() => props.onYes(links.map(({ orderId }) => orderId))}
    >
      <Shown of={lost}>{({ lostLinks }) => <LostLinks links={lostLinks} />}</Shown>
    </Confirm>
  );
}
