import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { adminVersionQuery } from '../../api/review-queries';
import type { Attempt } from '../../api/queries';
import type { AdminDetail, AdminVersion } from '../../api/review-queries';
import { useSay } from '../../messages/use-text';
import { FindingLine } from '../../parts/attempts';
import { Section } from '../../parts/facts';
import { ChoiceInput } from '../../parts/form';
import { Markdown } from '../../parts/markdown';
import { Empty, Failed, Loading } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';

// Only whoever compares two texts waits for what compares them.
const SideBySide = lazy(async () => ({ default: (await import('../../parts/side-by-side')).SideBySide }));

type Finding = Attempt['findings'][number];

/** A text that can be compared with another. */
interface Comparable {
  versionId: string;
  versionNum: number;
  /** Whether it is the published text from which the order's were made. */
  isBase: boolean;
}

/** The text of a version; asked for where the page does not have it already. */
function useVersionText({ orderId, base, version }: AdminDetail, versionId: string) {
  const known = [base, version].find((one) => one?.versionId === versionId)?.content;
  const asked = useQuery({ ...adminVersionQuery(orderId, versionId), enabled: known === undefined });
  return { content: known ?? asked.data?.content, error: asked.error, refetch: asked.refetch };
}

function Chosen(props: {
  detail: AdminDetail;
  before: Comparable;
  after: Comparable;
  nameOf: (one: Comparable) => string;
}) {
  const { detail, before, after, nameOf } = props;
  const [ours, theirs] = [useVersionText(detail, before.versionId), useVersionText(detail, after.versionId)];
  const failed = [ours, theirs].find(({ content, error }) => content === undefined && error);
  if (failed) return <Failed error={failed.error} again={() => void failed.refetch()} />;
  if (ours.content === undefined || theirs.content === undefined) return <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      <SideBySide
        before={ours.content}
        after={theirs.content}
        nameBefore={nameOf(before)}
        nameAfter={nameOf(after)}
      />
    </Suspense>
  );
}

/** Any two of an order's texts beside each other; at first the published one and the one that was made of it. */
function Compare({ detail, texts }: { detail: AdminDetail; texts: readonly Comparable[] }) {
  const say = useSay();
  const [chosen, setChosen] = useState<{ before?: string; after?: string }>({});
  const find = (versionId: string | undefined): Comparable | undefined =>
    texts.find((one) => one.versionId === versionId);
  const after = find(chosen.after) ?? find(detail.version?.versionId) ?? texts[0]!;
  const before = find(chosen.before) ?? find(detail.base?.versionId) ?? texts.at(-1)!;
  const nameOf = ({ versionNum, isBase }: Comparable): string =>
    say(isBase ? 'admin.version.base' : 'catalogue.version', { number: versionNum });
  const options = texts.map((one) => ({ value: one.versionId, label: nameOf(one) }));
  return (
    <>
      <Flex gap="4" mb="3" wrap="wrap">
        <ChoiceInput
          label={say('admin.compare.before')}
          value={before.versionId}
          options={options}
          onChange={(versionId) => setChosen({ ...chosen, before: versionId })}
        />
        <ChoiceInput
          label={say('admin.compare.after')}
          value={after.versionId}
          options={options}
          onChange={(versionId) => setChosen({ ...chosen, after: versionId })}
        />
      </Flex>
      <Chosen detail={detail} before={before} after={after} nameOf={nameOf} />
    </>
  );
}

/** The versions that were made for an order, with what quality control said of each. */
function VersionList({ versions }: Pick<AdminDetail, 'versions'>) {
  const say = useSay();
  return (
    <ul className="rows plain">
      {versions.map(({ versionId, versionNum, createdAt, qcStatus, qcAttempts, isCurrent }) => (
        <li key={versionId}>
          <div>
            <Text as="div" weight="medium">
              {say('catalogue.version', { number: versionNum })}
            </Text>
            <Text as="div" size="1" color="gray">
              <When at={createdAt} /> · {say('admin.quality.attempts', { count: qcAttempts })}
            </Text>
          </div>
          <Flex gap="2" wrap="wrap" justify="end">
            {isCurrent && <StateBadge colour="blue">{say('admin.version.current')}</StateBadge>}
            <Verdict status={qcStatus} />
          </Flex>
        </li>
      ))}
    </ul>
  );
}

/** What was written: its difference from the published text, or, of a new article, the text alone, and every version there is. */
export function Texts({ detail }: { detail: AdminDetail }) {
  const say = useSay();
  const { base, version, versions } = detail;
  const texts: Comparable[] = [
    ...versions.map((one) => ({ ...one, isBase: false })),
    ...(base ? [{ ...base, isBase: true }] : []),
  ];
  return (
    <>
      {texts.length > 1 && (
        <Section name={say('admin.compare')}>
          <Compare detail={detail} texts={texts} />
        </Section>
      )}
      <Section name={say('admin.text')}>
        {version ? (
          // The whole text is the second thing to look at where there is a difference.
          <details className="fold" open={texts.length < 2}>
            <summary>{say('catalogue.version', { number: version.versionNum })}</summary>
            <Markdown text={version.content} mark={version.link} />
          </details>
        ) : (
          <Empty>{say('admin.text.none')}</Empty>
        )}
      </Section>
      {versions.length > 0 && (
        <Section name={say('catalogue.versions')}>
          <VersionList versions={versions} />
        </Section>
      )}
    </>
  );
}

/** The verdicts of quality control that have words. */
const VERDICTS = {
  APPROVED_BY_AI: 'grass',
  REJECTED_BY_AI: 'red',
  REJECTED_BY_CHECKS: 'red',
  WRITTEN: 'gray',
} as const;

function Verdict({ status }: { status: string | null }) {
  const say = useSay();
  if (status === null || !Object.hasOwn(VERDICTS, status)) return null;
  const known = status as keyof typeof VERDICTS;
  return <StateBadge colour={VERDICTS[known]}>{say(`admin.verdict.${known}`)}</StateBadge>;
}

/** The findings among what was noted of a version; notes of versions from before may be anything. */
function findingsIn(notes: unknown): Finding[] {
  if (!Array.isArray(notes)) return [];
  return notes.filter(
    (note: unknown): note is Finding =>
      note !== null &&
      typeof note === 'object' &&
      ['blocking', 'minor'].includes(String(Reflect.get(note, 'severity'))) &&
      typeof Reflect.get(note, 'reason') === 'string',
  );
}

/** What quality control found in a version, and at which attempt. */
export function Quality({ version: { qcStatus, qcAttempts, qcNotes } }: { version: AdminVersion }) {
  const say = useSay();
  const findings = findingsIn(qcNotes);
  return (
    <>
      <Flex gap="3" align="center" mb="3" wrap="wrap">
        <Verdict status={qcStatus} />
        <Text size="2">
          {say('admin.quality.attempts', { count: qcAttempts })} ·{' '}
          {say('attempt.findings', { count: findings.length })}
        </Text>
      </Flex>
      {findings.length > 0 && (
        <ul className="findings">
          {findings.map((finding, n) => (
            <FindingLine key={n} finding={finding} />
          ))}
        </ul>
      )}
    </>
  );
}
