import { Button, Callout, Flex, Text, TextArea } from '@radix-ui/themes';
import { useRef } from 'react';
import type { ContentMode } from '../../../contract/bulk';
import { TEXTS } from './limits';
import { columnsOf } from './paste';
import { useBulkSay } from './words';

/** Bad lines that are named; more would fill the window. */
const MOST_NAMED = 8;

/** What is wrong with a line, in words. */
export interface LineProblem {
  line: number;
  words: string;
}

/** Says how many texts there are and whether that is enough. */
function Count({ count }: { count: number }) {
  const say = useBulkSay();
  const { least, most } = TEXTS;
  const words = [
    say('newBulk.count', { count }),
    count < least ? say('newBulk.few', { count: least - count, least }) : '',
    count > most ? say('newBulk.many', { count: count - most, most }) : '',
  ];
  return (
    <Text as="p" size="2" color="gray">
      {words.filter(Boolean).join(' – ')}
    </Text>
  );
}

/** Where the texts of a job are typed or pasted, or taken from a file; says at once what is wrong with which line. */
export function LinesField(props: {
  mode: ContentMode;
  value: string;
  count: number;
  problems: readonly LineProblem[];
  onChange: (text: string) => void;
}) {
  const say = useBulkSay();
  const file = useRef<HTMLInputElement>(null);
  const { mode, value, count, problems, onChange } = props;
  return (
    <Flex direction="column" gap="2">
      <Text as="label" htmlFor="texts" size="2" weight="medium">
        {say('newBulk.lines')}
      </Text>
      <Text as="p" size="2" color="gray" id="texts-how">
        {say(`newBulk.how.${mode}`)}
      </Text>
      <TextArea
        id="texts"
        rows={12}
        value={value}
        placeholder={say(`newBulk.example.${mode}`)}
        aria-describedby="texts-how texts-state"
        aria-invalid={problems.length > 0 || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id="texts-state" role="status">
        <Count count={count} />
        {problems.length > 0 && (
          <Callout.Root color="red" mt="2" size="1">
            <Callout.Text>
              {say('newBulk.problems', { count: problems.length })}
              {problems.slice(0, MOST_NAMED).map(({ line, words }) => (
                <Text as="span" key={`${line} ${words}`} style={{ display: 'block' }}>
                  {say('newBulk.line', { line, problem: words })}
                </Text>
              ))}
            </Callout.Text>
          </Callout.Root>
        )}
      </div>
      <Text as="p" size="1" color="gray" className="any-width">
        {say('newBulk.csv', { columns: columnsOf(mode).join(', ') })}
      </Text>
      <input
        ref={file}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        hidden
        onChange={(event) => {
          const input = event.target;
          void input.files?.[0]?.text().then((text) => {
            onChange(text);
            // The same file can be chosen again once it has been mended.
            input.value = '';
          });
        }}
      />
      <Flex>
        <Button type="button" variant="soft" color="gray" onClick={() => file.current?.click()}>
          {say('newBulk.file')}
        </Button>
      </Flex>
    </Flex>
  );
}
