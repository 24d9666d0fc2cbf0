import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useIntl } from 'react-intl';
import { Link, useNavigate, useParams } from 'react-router';
import type { Overlap } from '../../../contract/schedules';
import { answerOf, api } from '../../api/client';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty, Failed, Shown } from '../../parts/states';
import { SCHEDULES } from './api';
import type { Schedule, Template } from './api';
import { OVERLAP_CHOICES } from './limits';
import { scheduleQuery, templatesQuery } from './queries';
import { LATE, LATES, sayLate } from './schedule-late';
import { draftOfTimes, FIRST_TIMES, nameOfWeekday, timesOf, UNITS, WHENS, wrongIn } from './schedule-times';
import type { TimesDraft, Unit } from './schedule-times';
import { useBulkSay, withWords } from './words';

interface Draft extends TimesDraft {
  name: string;
  templateId: string;
  timeZone: string;
  overlap: Overlap;
  late: string;
}

function firstDraft(schedule: Schedule | undefined, templateId: string): Draft {
  if (!schedule)
    return {
      ...FIRST_TIMES,
      ...{ name: '', templateId, overlap: 'SKIP', late: String(LATE.none) },
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  const { name, timeZone, overlap, catchUpSeconds } = schedule;
  return {
    ...draftOfTimes(schedule),
    ...{ name, timeZone, overlap, templateId: schedule.templateId, late: String(catchUpSeconds) },
  };
}

/** The fields that say themselves what the server finds wrong with them. */
const FIELDS = [
  'name',
  'templateId',
  'cron',
  'everySeconds',
  'timeZone',
  'overlap',
  'catchUpSeconds',
] as const;

interface FieldsProps {
  draft: Draft;
  error: unknown;
  /** Whether it was sent, so that what is missing is said. */
  isSent: boolean;
  onChange: (changes: Partial<Draft>) => void;
}

/** When it runs: one of the usual times, an interval, or a cron expression. */
function TimesFields({ draft, error, isSent, onChange }: FieldsProps) {
  const say = useBulkSay();
  const { locale } = useIntl();
  const { when } = draft;
  const wrong = isSent ? wrongIn(draft) : undefined;
  return (
    <>
      <ChoiceInput
        label={say('schedules.when')}
        value={when}
        options={WHENS.map((value) => ({ value, label: say(`schedules.when.${value}`) }))}
        onChange={(value) => onChange({ when: value })}
      />
      <div className="field-pairs">
        {when === 'week' && (
          <ChoiceInput
            label={say('schedules.weekday')}
            value={draft.weekday}
            options={[1, 2, 3, 4, 5, 6, 0].map((day) => ({
              value: String(day),
              label: nameOfWeekday(locale, day),
            }))}
            onChange={(weekday) => onChange({ weekday })}
          />
        )}
        {when === 'month' && (
          <TextInput
            label={say('schedules.monthday')}
            value={draft.monthday}
            problem={wrong === 'monthday' ? say('schedules.monthday.bad') : undefined}
            onChange={(monthday) => onChange({ monthday })}
          />
        )}
        {when !== 'cron' && when !== 'every' && (
          <TextInput
            label={say('schedules.time')}
            type="time"
            value={draft.time}
            problem={wrong === 'time' ? say('schedules.time.bad') : problemWith(error, 'cron')}
            onChange={(time) => onChange({ time })}
          />
        )}
        {when === 'every' && (
          <>
            <TextInput
              label={say('schedules.every')}
              value={draft.every}
              problem={wrong === 'every' ? say('schedules.every.bad') : problemWith(error, 'everySeconds')}
              onChange={(every) => onChange({ every })}
            />
            <ChoiceInput<Unit>
              label={say('schedules.every.unit')}
              value={draft.unit}
              options={(Object.keys(UNITS) as Unit[]).map((value) => ({
                value,
                label: say(`schedules.every.${value}`),
              }))}
              onChange={(unit) => onChange({ unit })}
            />
          </>
        )}
      </div>
      {when === 'cron' && (
        <TextInput
          label={say('schedules.cron')}
          hint={say('schedules.cron.hint')}
          maxLength={200}
          value={draft.cron}
          problem={wrong === 'cron' ? say('problem.needed') : problemWith(error, 'cron')}
          onChange={(cron) => onChange({ cron })}
        />
      )}
    </>
  );
}

function ScheduleFields(props: FieldsProps & { templates: readonly Template[] }) {
  const say = useBulkSay();
  const { draft, error, isSent, onChange } = props;
  const needed = (text: string): string | undefined =>
    isSent && text.trim() === '' ? say('problem.needed') : undefined;
  const lates = LATES.map((late) => String(LATE[late]));
  return (
    <>
      <TextInput
        label={say('schedules.name')}
        maxLength={200}
        required
        value={draft.name}
        problem={needed(draft.name) ?? problemWith(error, 'name')}
        onChange={(name) => onChange({ name })}
      />
      <ChoiceInput
        label={say('schedules.template')}
        placeholder={say('schedules.template.choose')}
        value={draft.templateId}
        options={props.templates.map(({ id, name }) => ({ value: id, label: name }))}
        problem={needed(draft.templateId) ?? problemWith(error, 'templateId')}
        onChange={(templateId) => onChange({ templateId })}
      />
      <TimesFields draft={draft} error={error} isSent={isSent} onChange={onChange} />
      <TextInput
        label={say('schedules.zone')}
        hint={say('schedules.zone.hint')}
        maxLength={64}
        value={draft.timeZone}
        problem={needed(draft.timeZone) ?? problemWith(error, 'timeZone')}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <ChoiceInput
        label={say('schedules.overlap')}
        hint={say(`schedules.overlap.${draft.overlap}.says`)}
        value={draft.overlap}
        options={OVERLAP_CHOICES.map((value) => ({ value, label: say(`schedules.overlap.${value}`) }))}
        problem={problemWith(error, 'overlap')}
        onChange={(overlap) => onChange({ overlap })}
      />
      <ChoiceInput
        label={say('schedules.late')}
        hint={say('schedules.late.hint')}
        value={draft.late}
        options={[...new Set([...lates, draft.late])].map((value) => ({
          value,
          label: sayLate(say, Number(value)),
        }))}
        problem={problemWith(error, 'catchUpSeconds')}
        onChange={(late) => onChange({ late })}
      />
    </>
  );
}

function ScheduleForm(props: { kind: PanelKind; schedule?: Schedule; templates: readonly Template[] }) {
  const say = useBulkSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { announce } = useLive();
  const { kind, schedule, templates } = props;
  const path = `${kind.path}/schedules`;
  const [draft, setDraft] = useState(() =>
    firstDraft(schedule, templates.length === 1 ? templates[0]!.id : ''),
  );
  const [isSent, setSent] = useState(false);
  const times = timesOf(draft);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        ...times,
        ...{ name: draft.name.trim(), templateId: draft.templateId, timeZone: draft.timeZone.trim() },
        ...{ overlap: draft.overlap, catchUpSeconds: Number(draft.late) },
      };
      return schedule
        ? answerOf(api.PATCH('/api/bulk-schedules/{id}', { params: { path: { id: schedule.id } }, body }))
        : answerOf(api.POST('/api/bulk-schedules', { body }));
    },
    onSuccess: ({ id }) => {
      announce(say(schedule ? 'schedules.saved' : 'schedules.created'));
      void client.invalidateQueries({ queryKey: [SCHEDULES] });
      void navigate(`${path}/${id}`);
    },
  });
  const isWhole = [draft.name, draft.templateId, draft.timeZone].every((text) => text.trim() !== '');
  const isSaid = FIELDS.some((field) => problemWith(save.error, field));

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    setSent(true);
    if (times && isWhole && !save.isPending) save.mutate();
  }

  return (
    <form noValidate onSubmit={onSubmit}>
      <Flex direction="column" gap="4" maxWidth="560px">
        <ScheduleFields
          draft={draft}
          error={save.error}
          isSent={isSent}
          templates={templates}
          onChange={(changes) => {
            setDraft({ ...draft, ...changes });
            save.reset();
          }}
        />
        {save.error && !isSaid && <Failed error={save.error} />}
        <Flex gap="3" wrap="wrap">
          <Button type="submit" size="3" loading={save.isPending}>
            {say(schedule ? 'form.save' : 'schedules.create')}
          </Button>
          <Button size="3" variant="soft" color="gray" asChild>
            <Link to={schedule ? `${path}/${schedule.id}` : path}>{say('act.back')}</Link>
          </Button>
        </Flex>
      </Flex>
    </form>
  );
}

function WithTemplates({ kind, schedule }: { kind: PanelKind; schedule?: Schedule }) {
  const say = useBulkSay();
  const templates = useInfiniteQuery(templatesQuery);
  return (
    <Listed of={templates}>
      {(items) =>
        items.length === 0 ? (
          <Empty>{say('schedules.noTemplates')}</Empty>
        ) : (
          <ScheduleForm kind={kind} templates={items} {...(schedule ? { schedule } : {})} />
        )
      }
    </Listed>
  );
}

function New({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  return (
    <div className="touch">
      <PageHead title={say('schedules.new')} />
      <Text as="p" mb="4">
        {say('schedules.lead')}
      </Text>
      <WithTemplates kind={kind} />
    </div>
  );
}

function Edit({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const { id = '' } = useParams();
  const schedule = useQuery(scheduleQuery(id));
  return (
    <div className="touch">
      <PageHead title={say('schedules.edit')} />
      <Shown of={schedule}>{(data) => <WithTemplates key={data.id} kind={kind} schedule={data} />}</Shown>
    </div>
  );
}

/** Where a schedule is made. */
export const NewSchedulePage = withWords(New);

/** Where a schedule is changed. */
export const EditSchedulePage = withWords(Edit);
