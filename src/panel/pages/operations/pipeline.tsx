import { Button, Flex, Heading, Table, Text } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { answerOf, api } from '../../api/client';
import { lanesQuery, statsQuery } from '../../api/queries';
import type { LaneView } from '../../api/queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { TextInput, problemWith } from '../../parts/form';
import { Failed, Shown } from '../../parts/states';
import { StateBadge, STEP_COLOURS } from '../../parts/status';
import { SHOWN_STEPS } from '../../parts/steps';
import type { ShownStep } from '../../parts/steps';
import { useCan } from '../../session';

/** What is stopped or goes on: one step, or everything. */
type What = ShownStep | 'all';

function useSwitch(what: What) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: (act: { pause: true; reason: string } | { pause: false }) => {
      if (act.pause) {
        const body = { reason: act.reason };
        return answerOf(
          what === 'all'
            ? api.POST('/api/lanes/pause', { body })
            : api.POST('/api/lanes/{lane}/pause', { params: { path: { lane: what } }, body }),
        );
      }
      return answerOf(
        what === 'all'
          ? api.POST('/api/lanes/resume')
          : api.POST('/api/lanes/{lane}/resume', { params: { path: { lane: what } } }),
      );
    },
    onSuccess: (_, { pause }) => announce(say(pause ? 'pause.done' : 'pause.over')),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: lanesQuery.queryKey });
      void client.invalidateQueries({ queryKey: statsQuery.queryKey });
    },
  });
}

function Pause({ what }: { what: What }) {
  const say = useSay();
  const [reason, setReason] = useState('');
  const stop = useSwitch(what);
  const name = what === 'all' ? say('pause.everything') : say(`step.${what}`);
  return (
    <FormDialog
      trigger={
        <Button
          variant="soft"
          color="gray"
          size={what === 'all' ? '2' : '1'}
          aria-label={what === 'all' ? undefined : say('pause.of', { name })}
        >
          {say(what === 'all' ? 'pause.all' : 'pause.go')}
        </Button>
      }
      title={say('pause.of', { name })}
      says={say('pause.says')}
      go={say('pause.of', { name })}
      isPending={stop.isPending}
      isReady={reason.trim() !== ''}
      error={problemWith(stop.error, 'reason') ? undefined : stop.error}
      onSend={(close) => stop.mutate({ pause: true, reason: reason.trim() }, { onSuccess: close })}
    >
      <TextInput
        label={say('pause.reason')}
        hint={say('pause.reason.hint')}
        maxLength={300}
        required
        value={reason}
        problem={problemWith(stop.error, 'reason')}
        onChange={setReason}
      />
    </FormDialog>
  );
}

function Resume({ what }: { what: What }) {
  const say = useSay();
  const go = useSwitch(what);
  const name = what === 'all' ? say('pause.everything') : say(`step.${what}`);
  return (
    <>
      <Button
        variant="soft"
        size={what === 'all' ? '2' : '1'}
        loading={go.isPending}
        aria-label={what === 'all' ? undefined : say('pause.resume.of', { name })}
        onClick={() => go.mutate({ pause: false })}
      >
        {say(what === 'all' ? 'pause.resume.all' : 'pause.resume')}
      </Button>
      {go.error && <Failed error={go.error} />}
    </>
  );
}

function StepState({ lane }: { lane: LaneView }) {
  const say = useSay();
  const intl = useIntl();
  const { state, until, reason } = lane;
  return (
    <Flex gap="2" align="center" wrap="wrap">
      <StateBadge colour={STEP_COLOURS[state]}>{say(`stepState.${state}`)}</StateBadge>
      {(state === 'closed' || state === 'cooling') && until && (
        <Text size="1">{say(`stepState.${state}.until`, { time: intl.formatTime(until) })}</Text>
      )}
      {state === 'paused' && reason && <Text size="1">{reason}</Text>}
    </Flex>
  );
}

function Step({ name, lane, mayStop }: { name: ShownStep; lane: LaneView; mayStop: boolean }) {
  const say = useSay();
  const intl = useIntl();
  const perMinute = lane.ratePerSecond === null ? null : Math.round(lane.ratePerSecond * 60);
  return (
    <Table.Row>
      <Table.RowHeaderCell>{say(`step.${name}`)}</Table.RowHeaderCell>
      <Table.Cell>{intl.formatNumber(lane.backlog)}</Table.Cell>
      <Table.Cell>
        {perMinute === null ? say('overview.noLimit') : say('overview.perMinute', { count: perMinute })}
      </Table.Cell>
      <Table.Cell>{say('overview.ofSlots', { busy: lane.busy, slots: lane.slots })}</Table.Cell>
      <Table.Cell>
        <StepState lane={lane} />
      </Table.Cell>
      {mayStop && (
        <Table.Cell>{lane.state === 'paused' ? <Resume what={name} /> : <Pause what={name} />}</Table.Cell>
      )}
    </Table.Row>
  );
}

const COLUMNS = ['step', 'waits', 'speed', 'busy', 'state'] as const;

/** Every step of the work, for those who may stop it. */
export function OperatorSteps() {
  const say = useSay();
  const can = useCan();
  const lanes = useQuery(lanesQuery);
  const mayStop = can('lanes.write');
  return (
    <section aria-labelledby="steps">
      <Shown of={lanes}>
        {({ items }) => (
          <>
            <Flex justify="between" align="center" mb="3" gap="3" wrap="wrap">
              <Heading as="h2" size="4" id="steps">
                {say('overview.steps')}
              </Heading>
              {mayStop && (
                <Flex gap="2">
                  {items.some(({ state }) => state === 'paused') && <Resume what="all" />}
                  {items.some(
                    ({ lane, state }) => SHOWN_STEPS.includes(lane as ShownStep) && state !== 'paused',
                  ) && <Pause what="all" />}
                </Flex>
              )}
            </Flex>
            <Table.Root variant="surface">
              <Table.Header>
                <Table.Row>
                  {COLUMNS.map((name) => (
                    <Table.ColumnHeaderCell key={name}>{say(`overview.${name}`)}</Table.ColumnHeaderCell>
                  ))}
                  {mayStop && (
                    <Table.ColumnHeaderCell>
                      <span className="unseen">{say('overview.act')}</span>
                    </Table.ColumnHeaderCell>
                  )}
                </Table.Row>
              </Table.Header>
              <Table.Body>
                {SHOWN_STEPS.map((name) => {
                  const lane = items.find((each) => each.lane === name);
                  return lane && <Step key={name} name={name} lane={lane} mayStop={mayStop} />;
                })}
              </Table.Body>
            </Table.Root>
          </>
        )}
      </Shown>
    </section>
  );
}
