import { Button, Flex, Heading, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { calendarQuery } from '../../api/store-queries';
import type { CalendarEntry } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/layout';
import { dayAfter, dayIn, monthBeside, monthOf, weeksOf } from '../../parts/month';
import type { Day } from '../../parts/month';
import { Empty, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { StoreFilter } from '../../parts/store-filter';
import { BLOG_PATH } from './api';

const COLOURS = { planned: 'amber', published: 'grass' } as const;

/** The first day of the reader's week; 0 is Sunday. */
function firstWeekday(locale: string): number {
  const own = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (own.getWeekInfo?.() ?? own.weekInfo)?.firstDay ?? 1;
}

function Entry({ entry }: { entry: CalendarEntry }) {
  const say = useSay();
  const intl = useIntl();
  return (
    <div className="entry">
      <Text size="1" color="gray">
        <time dateTime={entry.at}>{intl.formatTime(entry.at)}</time>
      </Text>
      <Link to={`${BLOG_PATH}/${entry.orderId}`}>{entry.title ?? say('calendar.untitled')}</Link>
      <StateBadge colour={COLOURS[entry.state]}>{say(`calendar.${entry.state}`)}</StateBadge>
    </div>
  );
}

interface Days {
  weeks: Day[][];
  month: string;
  today: Day;
  byDay: ReadonlyMap<Day, CalendarEntry[]>;
}

function MonthTable({ weeks, month, today, byDay }: Days) {
  const intl = useIntl();
  const dateOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);
  return (
    <table className="month">
      <thead>
        <tr>
          {weeks[0]!.map((day) => (
            <th key={day} scope="col">
              {intl.formatDate(dateOf(day), { weekday: 'short', timeZone: 'UTC' })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                className={day.startsWith(month) ? undefined : 'other'}
                aria-current={day === today ? 'date' : undefined}
              >
                <time dateTime={day}>
                  {intl.formatDate(dateOf(day), { day: 'numeric', timeZone: 'UTC' })}
                </time>
                {(byDay.get(day) ?? []).map((entry) => (
                  <Entry key={entry.orderId} entry={entry} />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Agenda({ weeks, month, byDay }: Days) {
  const intl = useIntl();
  const days = weeks.flat().filter((day) => day.startsWith(month) && byDay.has(day));
  return (
    <div className="agenda">
      {days.map((day) => (
        <section key={day}>
          <Heading as="h2" size="3" mb="2">
            {intl.formatDate(new Date(`${day}T00:00:00Z`), { dateStyle: 'full', timeZone: 'UTC' })}
          </Heading>
          {byDay.get(day)!.map((entry) => (
            <Entry key={entry.orderId} entry={entry} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** Planned and published posts of a month; the month and the store stand in the address. */
export function CalendarPage() {
  const say = useSay();
  const intl = useIntl();
  const filters = useFilters<'month' | 'store'>();
  const timeZone = intl.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dayIn(new Date().toISOString(), timeZone);
  const month = monthOf(filters.read('month') ?? null, today);
  const storeId = filters.read('store');
  const weeks = weeksOf(month, firstWeekday(intl.locale));
  const entries = useQuery(
    calendarQuery({
      from: weeks[0]![0]!,
      to: dayAfter(weeks.at(-1)!.at(-1)!),
      timeZone,
      ...(storeId ? { storeId } : {}),
    }),
  );
  const title = intl.formatDate(new Date(`${month}-01T00:00:00Z`), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

  return (
    <>
      <PageHead title={say('nav.calendar')}>
        <StoreFilter value={storeId} onChange={(store) => filters.set({ store })} />
      </PageHead>
      <Flex gap="3" align="center" mb="4" wrap="wrap">
        <Button variant="soft" color="gray" onClick={() => filters.set({ month: monthBeside(month, -1) })}>
          {say('calendar.before')}
        </Button>
        <Heading as="h2" size="4" aria-live="polite">
          {title}
        </Heading>
        <Button variant="soft" color="gray" onClick={() => filters.set({ month: monthBeside(month, 1) })}>
          {say('calendar.after')}
        </Button>
        <Button variant="ghost" color="gray" onClick={() => filters.set({ month: undefined })}>
          {say('calendar.today')}
        </Button>
      </Flex>
      <Shown of={entries}>
        {({ entries: items, isCut }) => {
          const byDay = new Map<Day, CalendarEntry[]>();
          for (const entry of items) {
            const day = dayIn(entry.at, timeZone);
            byDay.set(day, [...(byDay.get(day) ?? []), entry]);
          }
          return (
            <>
              {isCut && <Empty>{say('calendar.cut', { count: items.length })}</Empty>}
              {items.length === 0 && <Empty>{say('calendar.empty')}</Empty>}
              <MonthTable weeks={weeks} month={month} today={today} byDay={byDay} />
              <Agenda weeks={weeks} month={month} today={today} byDay={byDay} />
            </>
          );
        }}
      </Shown>
      <Text as="p" size="1" color="gray" mt="3">
        {say('calendar.zone', { zone: timeZone })}
      </Text>
    </>
  );
}
