import { Text } from '@radix-ui/themes';
import type { TimelineEntry } from '../api/queries';
import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { When } from './times';

const STEPS: Record<string, MessageId> = {
  ideas: 'step.ideas',
  content: 'step.writing',
  image: 'step.images',
  quality: 'step.quality',
  component: 'step.writing',
  opening: 'step.opening',
  publishing: 'step.publishing',
};

/** The name of a step in the reader's language; the step's own where none is known. */
export function sayStage(say: Say, stage: string): string {
  const step = STEPS[stage];
  return step ? say(step) : stage;
}

const labelOf = (type: string): MessageId | undefined =>
  `event.${type}` in en ? (`event.${type}` as MessageId) : undefined;

/** What happened, oldest first, in plain words; what has no words is left out. `parts` names the parts of a page. */
export function Timeline(props: {
  entries: readonly TimelineEntry[];
  parts?: ReadonlyArray<{ id: string; name: string }>;
  /** Whether there is more than is shown. */
  isCut?: boolean;
}) {
  const say = useSay();
  const { entries, parts } = props;

  function words({ type, stage, data }: TimelineEntry, label: MessageId): string {
    const part = parts?.find(({ id }) => id === data['component']);
    if (type === 'item.progress' && part) return say('event.item.part', { name: part.name });
    return stage === null ? say(label) : `${sayStage(say, stage)}: ${say(label)}`;
  }

  return (
    <>
      <ol className="timeline">
        {entries.map((entry) => {
          const label = labelOf(entry.type);
          return (
            label && (
              <li key={entry.id}>
                <Text as="div" size="2" weight="medium">
                  {words(entry, label)}
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
