import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { de } from '../../src/panel/messages/de';
import { en as everywhere } from '../../src/panel/messages/en';
import { bulk } from '../../src/panel/messages/en/bulk';

/** What is said on any page, and what comes with some alone. */
const en = { ...everywhere, ...bulk };

/** The names of what a message is filled with. */
function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    const own = 'value' in element ? [element.value] : [];
    if (element.type === TYPE.select || element.type === TYPE.plural)
      return [...own, ...Object.values(element.options).flatMap((option) => namesIn(option.value))];
    return own;
  });
}

const namesOf = (message: string): string[] => [...new Set(namesIn(parse(message)))].sort();

test('every message can be said in both languages, filled with the same', () => {
  const ids = Object.keys(en) as Array<keyof typeof en>;
  expect(ids.filter((id) => de[id].trim() === '')).toEqual([]);
  expect(ids.map((id) => [id, namesOf(de[id])])).toEqual(ids.map((id) => [id, namesOf(en[id])]));
});

test('the readers are not met with words of the machine room', () => {
  const OURS =
    /\b(?:lane|outbox|rate controller|tenant|workflow|workflows|activity|payload|backlog|token bucket)s?\b/i;
  for (const [id, message] of [...Object.entries(en), ...Object.entries(de)]) {
    expect([id, OURS.exec(message)?.[0]]).toEqual([id, undefined]);
  }
});

test('nothing is promised to go on by itself, and buttons of a question name what they do', () => {
  const VAGUE = /\bby (?:itself|themselves|ourselves)\b|\bvon (?:selbst|allein)\b|^(?:yes|ja)\b/i;
  for (const [id, message] of [...Object.entries(en), ...Object.entries(de)]) {
    expect([id, VAGUE.exec(message)?.[0]]).toEqual([id, undefined]);
  }
});

test('no message that comes later takes the place of one that is there from the start', () => {
  expect(Object.keys(bulk).filter((id) => id in everywhere)).toEqual([]);
});
