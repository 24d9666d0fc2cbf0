import { Badge, Flex, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { isOnHold } from '../kind';
import type { AnyOrder, Colour, PanelKind } from '../kind';
import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { sayEta } from './times';
import type { TimeLeft } from './times';

/** The colours of what has no other: kinds of orders share their phases, not their statuses. */
const PHASE_COLOURS: Readonly<Record<AnyOrder['phase'], Colour>> = {
  accepted: 'gray',
  queued: 'blue',
  running: 'blue',
  waiting_person: 'amber',
  done: 'grass',
  failed: 'red',
  cancelled: 'gray',
};

export const STEP_COLOURS = { open: 'grass', cooling: 'amber', closed: 'red', paused: 'gray' } as const;

/** A word about how something stands, with the colour of its meaning. */
export function StateBadge({ colour, children }: { colour: Colour; children: ReactNode }) {
  return (
    <Badge highContrast color={colour}>
      {children}
    </Badge>
  );
}

/** The word under which messages have an order's status. */
const shownStatus = (kind: PanelKind, order: AnyOrder): string => kind.shownStatus?.(order) ?? order.status;

/** A status of a kind in the reader's language; its own word where no message has one. */
export function sayStatus(say: Say, kind: PanelKind, status: string): string {
  const id = `${kind.statusPrefix}${status}`;
  return id in en ? say(id as MessageId) : status;
}

/** What an order's status means and what comes next; empty where no message says so. */
export function explainStatus(say: Say, kind: PanelKind, order: AnyOrder): string {
  if (isOnHold(order)) return say('status.onHold.says');
  const id = `${kind.statusPrefix}${shownStatus(kind, order)}.says`;
  return id in en ? say(id as MessageId) : '';
}

/** The status of an order of any kind. */
export function StatusBadge({ kind, order }: { kind: PanelKind; order: AnyOrder }) {
  const say = useSay();
  if (isOnHold(order)) return <StateBadge colour="amber">{say('status.onHold')}</StateBadge>;
  const colour = kind.colours?.[order.status] ?? PHASE_COLOURS[order.phase];
  return <StateBadge colour={colour}>{sayStatus(say, kind, shownStatus(kind, order))}</StateBadge>;
}

/** How something stands, what that means and what comes next, with the reason where it failed. */
export function Standing(props: { badge: ReactNode; says: string; error: string | null }) {
  return (
    <Flex direction="column" gap="2" mb="4">
      <Flex gap="3" align="center" wrap="wrap">
        {props.badge}
        <Text>{props.says}</Text>
      </Flex>
      {props.error && (
        <Text color="red" size="2">
          {props.error}
        </Text>
      )}
    </Flex>
  );
}

/** How far something is; `done` of `total` steps, or already in percent of 100. */
export function Bar({ done, total, label }: { done: number; total: number; label: string }) {
  const percent = total > 0 ? Math.min(100, (100 * done) / total) : 0;
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}

/** How far work is that still goes on: steps, attempt, and the range in which it will be finished. */
export function Progress({
  progress,
  attempt = 1,
}: {
  progress: TimeLeft & { completedSteps: number; totalSteps: number };
  attempt?: number;
}) {
  const say = useSay();
  const { completedSteps: done, totalSteps: total } = progress;
  return (
    <Flex direction="column" gap="2" mb="5">
      <Bar done={done} total={total} label={say('pages.progress')} />
      <Text size="2" color="gray">
        {[
          say('pages.steps', { done, total }),
          attempt > 1 ? say('pages.attempts', { attempt }) : '',
          sayEta(say, progress),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Flex>
  );
}
