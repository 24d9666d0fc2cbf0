import { Text } from '@radix-ui/themes';
import { useIntl } from 'react-intl';
import type { TimelineEntry } from '../api/queries';
import type { PanelKind } from '../kind';
import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { sayReason } from './failures';
import { useAmount } from './price';
import { When } from './times';

type Stages = PanelKind['stages'];

/** The name of a stage in the reader's language; the stage's own where none is known. */
export function sayStage(say: Say, stages: Stages, stage: string): string {
  const id = stages[stage] ?? `step.${stage}`;
  return id in en ? say(id as MessageId) : stage;
}

function known(say: Say, id: string, values: Record<string, string> = {}): string | undefined {
  return id in en ? say(id as MessageId, values) : undefined;
}

interface Context {
  say: Say;
  formatTime: (at: string) => string;
  amountOf: (money: { amount: number; currency: string }) => string;
  stages: Stages;
  /** The step that started last before this entry. */
  step: string | null;
}

/** What an entry says in the reader's language; undefined for what is left out. */
function sayEntry(
  entry: TimelineEntry,
  { say, formatTime, amountOf, stages, step }: Context,
): string | undefined {
  const { type, stage } = entry;
  const data = (name: string): string => String(entry.data[name] ?? '');
  switch (type) {
    case 'stage.started':
    case 'stage.completed':
      return say(`event.${type}`, { step: sayStage(say, stages, stage ?? '') });
    case 'stage.waiting': {
      const reason = sayReason(say, data('reason'));
      return step === null
        ? say('event.stage.waiting', { reason })
        : say('event.stage.waitingStep', { step: sayStage(say, stages, step), reason });
    }
    case 'order.reprioritised':
      return say('event.order.reprioritised', { priority: data('priority') });
    case 'action.ignored':
      return known(say, `event.action.ignored.${data('reason')}`, { action: data('action') });
    case 'publish.planned':
      return data('publishAt') === ''
        ? say('event.publish.unplanned')
        : say('event.publish.planned', { time: formatTime(data('publishAt')) });
    case 'publish.scheduled':
      return say('event.publish.scheduled', { time: formatTime(data('publishAt')) });
    case 'publish.resolved':
      return known(say, `event.publish.resolved.${data('resolution')}`);
    case 'picture.skipped':
      return known(say, `event.picture.skipped.${data('by')}`);
    case 'publish.spare_draft':
      return known(say, `event.${type}.${data('removed')}`);
    case 'refund.requested':
    case 'refund.succeeded':
    case 'refund.failed':
    case 'refund.unconfirmed':
      return say(`event.${type}`, {
        amount: amountOf({ amount: Number(entry.data['amount']), currency: data('currency') }),
      });
    case 'refund.resolved':
      return known(say, `event.refund.resolved.${data('resolution')}`);
    case 'post.sent_back':
      return known(say, `event.post.sent_back.${data('part')}`);
    default:
      return known(say, `event.${type}`);
  }
}

/** What happened, oldest first, in plain words; what has no words is left out. */
export function Timeline(props: {
  entries: readonly TimelineEntry[];
  /** The names of the kind's stages. */
  stages: Stages;
  /** What an entry says in words of the kind's own; undefined where it has none for it. */
  ownWords?: (entry: TimelineEntry) => string | undefined;
  /** Whether there is more than is shown. */
  isCut?: boolean;
}) {
  const say = useSay();
  const intl = useIntl();
  const amountOf = useAmount();
  const { entries, stages, ownWords } = props;
  const formatTime = (at: string): string => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });

  return (
    <>
      <ol className="timeline">
        {entries.map((entry, n) => {
          const before = entries.slice(0, n).findLast(({ type }) => type === 'stage.started');
          const context = { say, formatTime, amountOf, stages, step: before?.stage ?? null };
          const words = ownWords?.(entry) ?? sayEntry(entry, context);
          return (
            words && (
              <li key={entry.id}>
                <Text as="div" size="2" weight="medium">
                  {words}
                </Text>
                <Text as="div" size="1" color="gray">
                  <When at={entry.at} />
                </Text>
              </li>
            )
          );
        })}
      </ol>
      {props.isCut && (
        <Text as="p" size="1" color="gray" mt="2">
          {say('timeline.cut')}
        </Text>
      )}
    </>
  );
}
