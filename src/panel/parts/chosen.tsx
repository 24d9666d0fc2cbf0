import { Checkbox, Flex, Text } from '@radix-ui/themes';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';

/** A list of which some can be chosen, with what can be done to those above it. */
export function ChosenList<T extends { id: string }>(props: {
  items: readonly T[];
  nameOf: (item: T) => string;
  acts: (chosen: T[], clear: () => void) => ReactNode;
  /** The rest of a row, after the box by which it is chosen. */
  row: (item: T) => ReactNode;
}) {
  const say = useSay();
  const { items } = props;
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = items.filter(({ id }) => ids.has(id));
  const isAll = chosen.length === items.length;

  function choose(id: string, isChosen: boolean): void {
    setIds((before) => {
      const after = new Set(before);
      if (isChosen) after.add(id);
      else after.delete(id);
      return after;
    });
  }

  return (
    <Flex direction="column" gap="3">
      <Flex gap="4" align="center" wrap="wrap" minHeight="40px" pl="4">
        <Text as="label" size="2">
          <Flex gap="3" align="center">
            <Checkbox
              checked={isAll ? true : chosen.length > 0 ? 'indeterminate' : false}
              onCheckedChange={() => setIds(new Set(isAll ? [] : items.map(({ id }) => id)))}
            />
            {chosen.length > 0 ? say('pages.selected', { count: chosen.length }) : say('pages.selectAll')}
          </Flex>
        </Text>
        {chosen.length > 0 && props.acts(chosen, () => setIds(new Set()))}
      </Flex>
      <ul className="rows">
        {items.map((item) => (
          <li key={item.id}>
            <Checkbox
              aria-label={say('pages.select', { name: props.nameOf(item) })}
              checked={ids.has(item.id)}
              onCheckedChange={(isChosen) => choose(item.id, isChosen === true)}
            />
            {props.row(item)}
          </li>
        ))}
      </ul>
    </Flex>
  );
}
