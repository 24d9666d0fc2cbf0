import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { statsQuery } from '../api/queries';
import type { QueueStats } from '../api/queries';
import { capsQuery } from '../api/store-queries';
import { useLive } from '../live/live';
import { useSay } from '../messages/use-text';
import { isShownStep, SHOWN_STEPS } from '../parts/steps';
import { MICROS_A_CENT, nearestCap } from '../parts/caps';
import { useMoney } from '../parts/money';
import { useCan } from '../session';

function Paused({ paused }: { paused: QueueStats['paused'] }) {
  const say = useSay();
  const intl = useIntl();
  const steps = paused.map(({ lane }) => lane).filter(isShownStep);
  if (paused.length === 0) return null;
  const reasons = [...new Set(paused.map(({ reason }) => reason).filter(Boolean))];
  const what =
    steps.length === 0
      ? say('banner.paused.other')
      : steps.length === SHOWN_STEPS.length
        ? say('banner.paused.all')
        : say('banner.paused', { steps: intl.formatList(steps.map((step) => say(`step.${step}`))) });
  return (
    <div className="quiet-bar" role="status">
      {what} {reasons.join(' ')} {say('banner.paused.next')}
    </div>
  );
}

function Caps() {
  const say = useSay();
  const money = useMoney();
  const { data } = useQuery(capsQuery);
  const near = nearestCap(data ?? null);
  if (!near) return null;
  const values = {
    spent: money(near.spentMicros + near.reservedMicros),
    cap: money(near.amount * MICROS_A_CENT),
    percent: Math.floor(near.share * 100),
  };
  return (
    <div className="quiet-bar" role="status">
      {say(`banner.cap.${near.span}.${near.reached ? 'reached' : 'near'}`, values)}{' '}
      <Link to="/spending">{say('banner.cap.look')}</Link>
    </div>
  );
}

/** What everybody has to know wherever they are: a lost connection, steps that are stopped, a cap that is near. */
export function Banners() {
  const say = useSay();
  const can = useCan();
  const { isLost } = useLive();
  const stats = useQuery(statsQuery);
  return (
    <div className="bars">
      {isLost && (
        <div className="quiet-bar" role="status">
          {say('state.reconnecting')}
        </div>
      )}
      {stats.data && <Paused paused={stats.data.paused} />}
      {can('spending.read') && <Caps />}
    </div>
  );
}
