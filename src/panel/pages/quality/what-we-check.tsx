import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { qualityChecksQuery } from '../../api/quality-queries';
import type { QualityCheck } from '../../api/quality-queries';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useSettings } from '../../settings';

const COLOURS = { blocking: 'amber', minor: 'gray' } as const;

function Check({ check }: { check: QualityCheck }) {
  const say = useSay();
  return (
    <Section name={check.title}>
      <Text as="p" mb="3">
        {check.explanation}
      </Text>
      <ul className="checks">
        {check.rules.map(({ id, severity, finds }) => (
          <li key={id}>
            <span className="check-severity">
              <StateBadge colour={COLOURS[severity]}>{say(`checks.${severity}`)}</StateBadge>
            </span>
            <Text size="2">{finds}</Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What texts are checked for before they are published, for everybody. */
export function WhatWeCheckPage() {
  const say = useSay();
  const { language } = useSettings();
  const checks = useQuery(qualityChecksQuery(language));
  return (
    <>
      <PageHead title={say('checks.title')} />
      <Text as="p" mb="6">
        {say('checks.lead')}
      </Text>
      <Shown of={checks}>
        {(all) => (
          <Flex direction="column" gap="6">
            {all.map((check) => (
              <Check key={check.id} check={check} />
            ))}
          </Flex>
        )}
      </Shown>
    </>
  );
}
