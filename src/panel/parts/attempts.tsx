import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { attemptsQuery } from '../api/queries';
import type { Attempt } from '../api/queries';
import type { KindApi } from '../kind';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import { Markdown } from './markdown';
import { Empty, Shown } from './states';
import { StateBadge } from './status';
import { When } from './times';

const COLOURS = { written: 'gray', rejected: 'amber', approved: 'grass', unusable: 'red' } as const;

/** A finding of quality control: how grave it is, why, where, and what would be better. */
export function FindingLine({ finding }: { finding: Attempt['findings'][number] }) {
  const say = useSay();
  return (
    <li>
      <Flex gap="2" align="start">
        <StateBadge colour={finding.severity === 'blocking' ? 'red' : 'gray'}>
          {say(`finding.${finding.severity}`)}
        </StateBadge>
        <div>
          <Text as="div" size="2">
            {finding.reason}
          </Text>
          {finding.quote && (
            <Text as="div" size="2" color="gray">
              “{finding.quote}”
            </Text>
          )}
          {finding.hint && (
            <Text as="div" size="1" color="gray">
              {finding.hint}
            </Text>
          )}
        </div>
      </Flex>
    </li>
  );
}

function AttemptShown({ attempt }: { attempt: Attempt }) {
  const say = useSay();
  const { part, round, state, findings, markdown, at } = attempt;
  const name = part
    ? say('attempt.part', {
        part: part === 'image' ? say('orders.part.picture') : part,
        attempt: attempt.attempt,
      })
    : say('attempt.name', { attempt: attempt.attempt });
  return (
    <details className="fold">
      <summary>
        <Text size="2" weight="medium">
          {name}
        </Text>{' '}
        <StateBadge colour={COLOURS[state]}>{say(`attempt.${state}`)}</StateBadge>{' '}
        <Text size="1" color="gray">
          {say('attempt.findings', { count: findings.length })}
          {round > 1 && ` · ${say('attempt.round', { round })}`} · <When at={at} />
        </Text>
      </summary>
      {findings.length > 0 && (
        <ul className="findings">
          {findings.map((finding, n) => (
            <FindingLine key={n} finding={finding} />
          ))}
        </ul>
      )}
      {markdown !== null && (
        <details className="fold">
          <summary>
            <Text size="2">{say('attempt.text')}</Text>
          </summary>
          <Markdown text={markdown} />
        </details>
      )}
    </details>
  );
}

/** What was written for an order, and what was found in it; `none` is said where there is nothing. */
export function Attempts({ of, id, none = 'attempt.none' }: { of: KindApi; id: string; none?: MessageId }) {
  const say = useSay();
  const attempts = useQuery(attemptsQuery(of, id));
  return (
    <Shown of={attempts}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{say(none)}</Empty>
        ) : (
          <div>
            {items.map((attempt) => (
              <AttemptShown key={attempt.id} attempt={attempt} />
            ))}
          </div>
        )
      }
    </Shown>
  );
}
