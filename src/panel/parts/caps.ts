import type { Spending } from '../api/store-queries';

type Caps = Spending['caps'];
type Cap = NonNullable<NonNullable<Caps>['daily']>;

/** From this share on people are told that a cap is near. */
const NEAR = 0.8;

/** Caps are told in cents, what is spent in millionths of a dollar. */
export const MICROS_A_CENT = 10_000;

/** The share of a cap that is spent or set aside; a cap of nothing is spent from the start. */
export const shareOf = (cap: Cap): number =>
  cap.amount === 0 ? 1 : (cap.spentMicros + cap.reservedMicros) / (cap.amount * MICROS_A_CENT);

/** When a budget for a day or a month starts anew; days and months are those of UTC. */
export function resetOf(span: 'daily' | 'monthly', now: Date): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return new Date(span === 'daily' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1));
}

/** The cap that is reached or nearest to it, if any is near. */
export function nearestCap(caps: Caps): (Cap & { span: 'daily' | 'monthly'; share: number }) | undefined {
  const near = (['daily', 'monthly'] as const).flatMap((span) => {
    const cap = caps?.[span];
    return cap && (cap.reached || shareOf(cap) >= NEAR) ? [{ ...cap, span, share: shareOf(cap) }] : [];
  });
  return near.sort((a, b) => Number(b.reached) - Number(a.reached) || b.share - a.share)[0];
}
