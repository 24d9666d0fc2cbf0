import { Text } from '@radix-ui/themes';
import type { TimelineEntry } from '../api/queries';
import type { PanelKind } from '../kind';
import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { When } from './times';

type Stages = PanelKind['stages'];

/** The name of a stage in the reader's language; the stage's own where none is known. */
export function sayStage(say: Say, stages: Stages, stage: string): string {
  const name = stages[stage];
  return name ? say(name) : stage;
}

const labelOf = (type: string): MessageId | undefined =>
  `event.${type}` in en ? (`event.${type}` as MessageId) : undefined;

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
  const { entries, stages, ownWords } = props;

  function wordsOf(entry: TimelineEntry): string | undefined {
    const { type, stage } = entry;
    const label = labelOf(type);
    const common = label && (stage === null ? say(label) : `${sayStage(say, stages, stage)}: ${say(label)}`);
    return ownWords?.(entry) ?? common;
  }

  return (
    <>
      <ol className="timeline">
        {entries.map((entry) => {
          const words = wordsOf(entry);
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
