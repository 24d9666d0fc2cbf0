import { Button, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api, newRequestWord } from '../../api/client';
import { isFailure } from '../../api/failure';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { useDraft } from '../../parts/draft';
import { readCount } from '../../parts/figures';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { lineOfField } from '../../parts/lines';
import { Failed } from '../../parts/states';
import { BULK_API } from './api';
import { AT_ONCE, MODES, TEXTS } from './limits';
import { LinesField } from './lines-field';
import { readTexts, writeTexts } from './paste';
import { draftOf, EMPTY_DRAFT, requestOf } from './request';
import type { BulkRequest, Draft, OrderedBulk } from './request';
import { SaveAsTemplate } from './save-template';
import { TemplateChoice } from './template-choice';
import { useBulkSay, withWords } from './words';

/** Fields that say themselves what the server finds wrong with them. */
const FIELDS = ['name', 'language', 'concurrency', 'priority'] as const;

/** Numbers of words that a text can have. */
const WORDS = { least: 300, most: 3_000 } as const;

/** Stands for no choice where a choice has to have a value. */
const BY_PLAN = 'plan';

/** Whether a number of words can be ordered; nothing is the usual number. */
function areWordsFit(text: string): boolean {
  const words = readCount(text);
  return (
    words.as === 'nothing' ||
    (words.as === 'number' && words.value >= WORDS.least && words.value <= WORDS.most)
  );
}

function Settings(props: { draft: Draft; error: unknown; onChange: (changes: Partial<Draft>) => void }) {
  const say = useBulkSay();
  const { draft, error, onChange } = props;
  const counts = Array.from({ length: AT_ONCE.most }, (_, n) => n + 1);
  const priorities = Array.from({ length: 10 }, (_, n) => String(n + 1));
  return (
    <fieldset className="plain-set">
      <Text as="p" size="3" weight="medium" mb="3" asChild>
        <legend>{say('newBulk.settings')}</legend>
      </Text>
      <div className="field-pairs">
        <TextInput
          label={say('newBulk.words')}
          hint={say('newBulk.words.hint')}
          value={draft.words}
          problem={areWordsFit(draft.words) ? undefined : say('newBulk.words.bad')}
          onChange={(words) => onChange({ words })}
        />
        <TextInput
          label={say('newBulk.tone')}
          hint={say('newBulk.tone.hint')}
          maxLength={100}
          value={draft.tone}
          onChange={(tone) => onChange({ tone })}
        />
        <TextInput
          label={say('newBulk.language')}
          hint={say('newBulk.language.hint')}
          maxLength={35}
          value={draft.language}
          problem={problemWith(error, 'language')}
          onChange={(language) => onChange({ language })}
        />
        <TextInput
          label={say('newBulk.name')}
          hint={say('newBulk.name.hint')}
          maxLength={200}
          value={draft.name}
          problem={problemWith(error, 'name')}
          onChange={(name) => onChange({ name })}
        />
        <ChoiceInput
          label={say('newBulk.concurrency')}
          value={draft.concurrency}
          options={counts.map((count) => ({
            value: String(count),
            label: say('newBulk.concurrency.of', { count }),
          }))}
          problem={problemWith(error, 'concurrency')}
          onChange={(concurrency) => onChange({ concurrency })}
        />
        <ChoiceInput
          label={say('newBulk.priority')}
          value={draft.priority || BY_PLAN}
          options={[
            { value: BY_PLAN, label: say('newBulk.priority.plan') },
            ...priorities.map((value) => ({ value, label: value })),
          ]}
          problem={problemWith(error, 'priority')}
          onChange={(priority) => onChange({ priority: priority === BY_PLAN ? '' : priority })}
        />
      </div>
    </fieldset>
  );
}

/** Orders a job and leads to it; the same job is ordered once, however often it is sent. */
function usePlace(path: string, request: BulkRequest, onPlaced: () => void) {
  const say = useBulkSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const wish = JSON.stringify(request);
  const word = useMemo(() => ({ wish, text: newRequestWord() }).text, [wish]);
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/bulk-generate', {
          body: request as OrderedBulk,
          headers: { 'Idempotency-Key': word },
        }),
      ),
    onSuccess: ({ id, total_items: count }) => {
      announce(say('newBulk.placed', { count }));
      void client.invalidateQueries({ queryKey: [BULK_API.list] });
      onPlaced();
      void navigate(`${path}/${id}`);
    },
  });
}

function NewBulk({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const [draft, change] = useDraft('bulk-job', EMPTY_DRAFT);
  const [sent, setSent] = useState<BulkRequest>();
  const { items, lines, bad } = useMemo(() => readTexts(draft.lines, draft.mode), [draft.lines, draft.mode]);
  const request = requestOf(draft, items);
  const place = usePlace(kind.path, request, () => change({ lines: '', name: '' }));
  // What was said of another job is not said of this one.
  const error = sent && JSON.stringify(sent) === JSON.stringify(request) ? place.error : null;
  const told = isFailure(error)
    ? error.problems.flatMap(({ field, problem }) => {
        const line = lineOfField(field, lines);
        return line === undefined ? [] : [{ line, words: problem }];
      })
    : [];
  const problems = [...bad.map(({ line, problem }) => ({ line, words: say(problem) })), ...told];
  const isSaid = told.length > 0 || FIELDS.some((field) => problemWith(error, field));
  const isFit = items.length >= TEXTS.least && items.length <= TEXTS.most;
  const isReady = isFit && bad.length === 0 && areWordsFit(draft.words);

  /** Takes over what was typed; a first line that names columns says from what the texts are written. */
  function type(text: string): void {
    const mode = readTexts(text, draft.mode).mode ?? draft.mode;
    change({ lines: text, mode });
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady || place.isPending) return;
    setSent(request);
    place.mutate();
  }

  return (
    <div className="touch">
      <PageHead title={say('bulk.new')} />
      <form noValidate onSubmit={onSubmit}>
        <Flex direction="column" gap="5" maxWidth="760px">
          <Text as="p">{say('newBulk.lead')}</Text>
          <TemplateChoice
            hasTyped={draft.lines.trim() !== ''}
            onUse={(found) => change(draftOf(found, writeTexts))}
          />
          <ChoiceInput
            label={say('newBulk.mode')}
            value={draft.mode}
            options={MODES.map((value) => ({ value, label: say(`newBulk.mode.${value}`) }))}
            onChange={(mode) => change({ mode })}
          />
          <LinesField
            mode={draft.mode}
            value={draft.lines}
            count={items.length}
            problems={problems}
            onChange={type}
          />
          <Settings draft={draft} error={error} onChange={change} />
          {error && !isSaid && <Failed error={error} />}
          <Flex gap="3" align="center" wrap="wrap">
            <Button type="submit" size="3" disabled={!isReady} loading={place.isPending}>
              {say('newBulk.go')}
            </Button>
            <SaveAsTemplate name={draft.name} isReady={isReady} requestOf={() => request} />
          </Flex>
        </Flex>
      </form>
    </div>
  );
}

/** Where a bulk job is ordered: typed, pasted, from a file or from a template. What was typed outlasts a reload. */
export const NewBulkPage = withWords(NewBulk);
