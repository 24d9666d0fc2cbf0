import { Button, Callout, Dialog, Flex, Text, TextArea } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api, newRequestWord } from '../../api/client';
import { isFailure } from '../../api/failure';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { lineOfField } from '../../parts/lines';
import { Failed } from '../../parts/states';
import { BATCH_PATH } from './api';
import { readPages } from './paste';

/** Bad lines that are named; more would fill the window. */
const MOST_NAMED = 8;

function NewPagesForm({ onDone }: { onDone: () => void }) {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const [text, setText] = useState('');
  // The same text is ordered once, however often it is sent.
  const word = useMemo(() => ({ text, word: newRequestWord() }).word, [text]);
  const file = useRef<HTMLInputElement>(null);
  const { pages, lines, bad } = useMemo(() => readPages(text), [text]);

  const place = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/generation/batch', { body: { items: pages }, headers: { 'Idempotency-Key': word } }),
      ),
    onSuccess: (batch) => {
      announce(say('new.placed', { count: batch.total }));
      void client.invalidateQueries({ queryKey: ['items'] });
      onDone();
      void navigate(`${BATCH_PATH}/${batch.id}`);
    },
  });

  const told = isFailure(place.error)
    ? place.error.problems.flatMap(({ field, problem }) => {
        const line = lineOfField(field, lines);
        return line === undefined ? [] : [{ line, words: problem }];
      })
    : [];
  const problems = [...bad.map(({ line, problem }) => ({ line, words: say(problem) })), ...told];

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        place.mutate();
      }}
    >
      <Flex direction="column" gap="3">
        <Text as="label" htmlFor="lines" size="2" weight="medium">
          {say('new.lines')}
        </Text>
        <TextArea
          id="lines"
          rows={8}
          value={text}
          placeholder={say('new.example')}
          aria-describedby="lines-state"
          aria-invalid={problems.length > 0 || undefined}
          onChange={(event) => {
            setText(event.target.value);
            place.reset();
          }}
        />
        <div id="lines-state" role="status">
          <Text as="p" size="2" color="gray">
            {say('new.good', { count: pages.length })}
          </Text>
          {problems.length > 0 && (
            <Callout.Root color="red" mt="2" size="1">
              <Callout.Text>
                {say('new.problems', { count: problems.length })}
                {problems.slice(0, MOST_NAMED).map(({ line, words }) => (
                  <Text as="span" key={`${line} ${words}`} style={{ display: 'block' }}>
                    {say('new.line', { line, problem: words })}
                  </Text>
                ))}
              </Callout.Text>
            </Callout.Root>
          )}
        </div>
        {place.error && told.length === 0 && <Failed error={place.error} />}
        <input
          ref={file}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          hidden
          onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
        />
        <Flex gap="3" justify="between" wrap="wrap">
          <Button type="button" variant="soft" color="gray" onClick={() => file.current?.click()}>
            {say('new.file')}
          </Button>
          <Flex gap="3">
            <Dialog.Close>
              <Button type="button" variant="soft" color="gray">
                {say('act.close')}
              </Button>
            </Dialog.Close>
            <Button type="submit" disabled={pages.length === 0 || bad.length > 0} loading={place.isPending}>
              {say('new.go', { count: pages.length })}
            </Button>
          </Flex>
        </Flex>
      </Flex>
    </form>
  );
}

/** Orders pages, one a line. */
export function NewPages() {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <Button>{say('pages.new')}</Button>
      </Dialog.Trigger>
      <Dialog.Content maxWidth="640px">
        <Dialog.Title>{say('new.title')}</Dialog.Title>
        <Dialog.Description mb="3">{say('new.lead')}</Dialog.Description>
        <NewPagesForm onDone={() => setOpen(false)} />
      </Dialog.Content>
    </Dialog.Root>
  );
}
