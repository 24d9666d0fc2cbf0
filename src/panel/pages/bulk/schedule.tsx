import { Button, Callout, Flex, Grid, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link, useNavigate, useParams } from 'react-router';
import { act, answerOf, api } from '../../api/client';
import type { Colour, PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { Confirm } from '../../parts/confirm';
import { Fact, Facts, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty, Failed, Shown } from '../../parts/states';
import { Standing, StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { SCHEDULES } from './api';
import type { Schedule, ScheduleRun } from './api';
import { runsQuery, scheduleQuery } from './queries';
import { sayReasonOf } from './run-words';
import { sayLate } from './schedule-late';
import { sayTimes } from './schedule-times';
import { useRun } from './use-run';
import { useBulkSay, withWords } from './words';

const COLOURS: Readonly<Record<ScheduleRun['state'], Colour>> = {
  waiting: 'amber',
  placed: 'grass',
  left_out: 'gray',
};

/** What is known of schedules is asked for again. */
function useRefresh(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: [SCHEDULES] });
}

function Acts({ kind, schedule }: { kind: PanelKind; schedule: Schedule }) {
  const say = useBulkSay();
  const can = useCan();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const { announce } = useLive();
  const { id, paused, templateName: template } = schedule;
  const turn = useMutation({
    mutationFn: (name: 'pause' | 'resume') => act({ base: '/api/bulk-schedules', id }, name),
    onSuccess: (_answer, name) => announce(say(`schedules.${name}.done`)),
    onSettled: refresh,
  });
  const run = useRun(
    kind,
    (word) =>
      answerOf(
        api.POST('/api/bulk-schedules/{id}/run', {
          params: { path: { id } },
          headers: { 'Idempotency-Key': word },
          body: {},
        }),
      ),
    { onSettled: refresh },
  );
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/bulk-schedules/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      announce(say('schedules.deleted'));
      void navigate(`${kind.path}/schedules`);
    },
    onSettled: refresh,
  });
  const error = turn.error ?? run.error ?? remove.error;
  const turnTo = paused ? 'resume' : 'pause';
  return (
    <>
      {can('schedules.write') && (
        <Button loading={turn.isPending} onClick={() => turn.mutate(turnTo)}>
          {say(`bulk.${turnTo}`)}
        </Button>
      )}
      {can('orders.place') && (
        <Confirm
          trigger={
            <Button variant="soft" loading={run.isPending}>
              {say('templates.run')}
            </Button>
          }
          ask={say('schedules.run.ask')}
          says={say('schedules.run.says', { template })}
          go={say('schedules.run.go')}
          onYes={() => run.mutate()}
        />
      )}
      {can('schedules.write') && (
        <>
          <Button variant="soft" color="gray" asChild>
            <Link to={`${kind.path}/schedules/${id}/edit`}>{say('schedules.edit')}</Link>
          </Button>
          <Confirm
            trigger={
              <Button variant="soft" color="red" loading={remove.isPending}>
                {say('templates.delete')}
              </Button>
            }
            ask={say('schedules.delete.ask')}
            says={say('schedules.delete.says')}
            go={say('schedules.delete.go')}
            isGrave
            onYes={() => remove.mutate()}
          />
        </>
      )}
      {error && <Failed error={error} />}
    </>
  );
}

function NextRuns({ schedule }: { schedule: Schedule }) {
  const say = useBulkSay();
  const intl = useIntl();
  const { nextRuns, synced, paused, timeZone } = schedule;
  if (nextRuns.length === 0)
    return <Text color="gray">{say(synced || paused ? 'schedules.next.none' : 'schedules.syncing')}</Text>;
  return (
    <>
      <Text as="p" size="2" color="gray" mb="2">
        {say('schedules.next.zone', { zone: timeZone })}
      </Text>
      <ul className="outline">
        {nextRuns.map((at) => (
          <li key={at}>
            <time dateTime={at}>
              {intl.formatDate(at, { dateStyle: 'full', timeStyle: 'short', timeZone })}
            </time>
          </li>
        ))}
      </ul>
    </>
  );
}

function Runs({ kind, id }: { kind: PanelKind; id: string }) {
  const say = useBulkSay();
  const runs = useInfiniteQuery(runsQuery(id));
  return (
    <Listed of={runs}>
      {(items) =>
        items.length === 0 ? (
          <Empty>{say('schedules.runs.empty')}</Empty>
        ) : (
          <ul className="rows plain">
            {items.map((run) => (
              <li key={run.id}>
                <div>
                  <Text as="div" size="2">
                    <When at={run.scheduledAt} />
                  </Text>
                  <Text as="div" size="1" color="gray">
                    {[say(`schedules.runs.by.${run.cause}`), sayReasonOf(say, run)]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                  {run.jobId !== null && (
                    <Text size="2" asChild>
                      <Link to={`${kind.path}/${run.jobId}`}>{say('schedules.runs.look')}</Link>
                    </Text>
                  )}
                </div>
                <StateBadge colour={COLOURS[run.state]}>{say(`schedules.runs.${run.state}`)}</StateBadge>
              </li>
            ))}
          </ul>
        )
      }
    </Listed>
  );
}

function ScheduleShown({ kind, schedule }: { kind: PanelKind; schedule: Schedule }) {
  const say = useBulkSay();
  const intl = useIntl();
  const { name, paused, problem, overlap } = schedule;
  useKeptFocus(String(paused));
  return (
    <>
      <PageHead title={name}>
        <Acts kind={kind} schedule={schedule} />
      </PageHead>
      <Standing
        badge={
          <StateBadge colour={paused ? 'amber' : 'grass'}>
            {say(paused ? 'schedules.paused' : 'schedules.active')}
          </StateBadge>
        }
        says={say(paused ? 'schedules.paused.says' : 'schedules.active.says')}
        error={null}
      />
      {problem !== null && (
        <Callout.Root color="red" mb="4">
          <Callout.Text>{say('schedules.problem')}</Callout.Text>
        </Callout.Root>
      )}
      <Grid columns={{ initial: '1', md: 'minmax(0, 1fr) 300px' }} gap="6">
        <Flex direction="column" gap="5" minWidth="0">
          <Section name={say('schedules.next')}>
            <NextRuns schedule={schedule} />
          </Section>
          <Section name={say('schedules.runs')}>
            <Runs kind={kind} id={schedule.id} />
          </Section>
        </Flex>
        <Section name={say('pages.facts')}>
          <Facts>
            <Fact label={say('schedules.when')}>{sayTimes(say, intl.locale, schedule)}</Fact>
            <Fact label={say('schedules.zone')}>{schedule.timeZone}</Fact>
            <Fact label={say('schedules.template')}>{schedule.templateName}</Fact>
            <Fact label={say('schedules.fact.overlap')}>
              <div>
                {say(`schedules.overlap.${overlap}`)}
                <Text as="div" size="1" color="gray">
                  {say(`schedules.overlap.${overlap}.says`)}
                </Text>
              </div>
            </Fact>
            <Fact label={say('schedules.fact.late')}>{sayLate(say, schedule.catchUpSeconds)}</Fact>
          </Facts>
        </Section>
      </Grid>
    </>
  );
}

function ScheduleAt({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const schedule = useQuery(scheduleQuery(id));
  return (
    <div className="touch">
      <Shown of={schedule}>{(data) => <ScheduleShown key={data.id} kind={kind} schedule={data} />}</Shown>
    </div>
  );
}

/** One schedule: when it runs next, what came of earlier runs, and why some made no job. */
export const SchedulePage = withWords(ScheduleAt);
