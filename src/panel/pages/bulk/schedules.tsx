import { Button, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan } from '../../session';
import type { Schedule } from './api';
import { schedulesQuery } from './queries';
import { sayReasonOf } from './run-words';
import { sayTimes } from './schedule-times';
import { useBulkSay, withWords } from './words';

function Row({ kind, schedule }: { kind: PanelKind; schedule: Schedule }) {
  const say = useBulkSay();
  const intl = useIntl();
  const { id, name, templateName, timeZone, paused, nextRuns, lastRun } = schedule;
  const next = nextRuns[0];
  return (
    <li>
      <div className="any-width">
        <Link to={`${kind.path}/schedules/${id}`}>{name}</Link>
        <Text as="div" size="1" color="gray">
          {sayTimes(say, intl.locale, schedule)} ({timeZone}) · {templateName}
        </Text>
      </div>
      <Text as="div" size="2" color="gray" className="wide">
        {next !== undefined &&
          say('schedules.next.one', {
            time: intl.formatDate(next, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
          })}
        {lastRun && lastRun.state !== 'placed' && (
          <Text as="div" size="1" color="amber" highContrast>
            {say(`schedules.runs.${lastRun.state}`)}: {sayReasonOf(say, lastRun)}
          </Text>
        )}
      </Text>
      <StateBadge colour={paused ? 'amber' : 'grass'}>
        {say(paused ? 'schedules.paused' : 'schedules.active')}
      </StateBadge>
    </li>
  );
}

function Schedules({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const can = useCan();
  const schedules = useInfiniteQuery(schedulesQuery);
  return (
    <div className="touch">
      <PageHead title={say('schedules.title')}>
        {can('schedules.write') && (
          <Button asChild>
            <Link to={`${kind.path}/schedules/new`}>{say('schedules.new')}</Link>
          </Button>
        )}
      </PageHead>
      <Text as="p" color="gray" mb="4">
        {say('schedules.lead')}
      </Text>
      <Listed of={schedules}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('schedules.empty')}</Empty>
          ) : (
            <ul className="rows bought">
              {items.map((schedule) => (
                <Row key={schedule.id} kind={kind} schedule={schedule} />
              ))}
            </ul>
          )
        }
      </Listed>
    </div>
  );
}

/** When bulk jobs are created from templates without anybody asking. */
export const SchedulesPage = withWords(Schedules);
