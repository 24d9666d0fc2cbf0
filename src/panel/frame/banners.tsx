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
import { useReset } from '../parts/times';
import { useCan } from '../session';

/** A reason as the end of a sentence; whoever wrote it may have ended it already. */
const asEnding = (reason: string): string => (/[.!?…]$/.test(reason) ? reason : `${reason}.`);

function Paused({ paused }: { paused: QueueStats['paused'] }) {
  const say = useSay();
  const intl = useIntl();
  if (paused.length === 0) return null;
  const sentences = [...new Set(paused.map(({ reason }) => reason))].map((given) => {
    const reason = asEnding(given);
    const steps = paused
      .filter((one) => one.reason === given)
      .map(({ lane }) => lane)
      .filter(isShownStep);
    if (steps.length === 0) return say('banner.paused.other', { reason });
    if (steps.length === SHOWN_STEPS.length) return say('banner.paused.all', { reason });
    const names = steps.map((step) => say(`step.${step}`));
    return say('banner.paused', { steps: intl.formatList(names), count: steps.length, reason });
  });
  return (
    <div className="quiet-bar" role="status">
      {sentences.join(' ')} {say('banner.paused.next')}
    </div>
  );
}

function Caps() {
  const say = useSay();
  const money = useMoney();
  const { data } = useQuery(capsQuery);
  const resetOf = useReset();
  const near = nearestCap(data ?? null);
  if (!near) return null;
  const values = {
    ...resetOf(near.span),
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
