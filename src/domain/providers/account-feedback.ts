/** How a provider's account stands. Times in milliseconds since 1970. */
export interface AccountStanding {
  /** `cooling`: it refused a call and asked for time; `closed`: it takes none until somebody pays, or mends a key. */
  state: 'open' | 'cooling' | 'closed';
  /** A machine word for why it is not open. */
  reason: string | null;
  /** Share of the budget that is used, above 0 to 1. */
  factor: number;
  coolingUntil: number | null;
  /** When a closed account is tried next, and how often it was. */
  probeAt: number | null;
  probes: number;
}

/** What a refusal for too many calls leaves of the budget, and how it comes back: a second's part at a time. */
const LOWERED_TO = 0.7;
const LEAST_FACTOR = 0.05;
const RECOVERED_A_SECOND = 0.05;

/** A refusal that asks for no more than this passes with the next refill of the budget; nothing has to stop for it. */
const SHORT_COOLING_MS = 2_000;

/**
 * A closed account is tried after this long, then again and again after a sixth of the time it has been shut: what was shut for a minute
 * is found open within ten seconds, and what stays shut is asked once a minute.
 */
const FIRST_PROBE_MS = 5_000;
const LONGEST_PROBE_MS = 60_000;
const EVEN_PROBES = 6;
const PROBE_GROWTH = 7 / 6;

/** A call was refused because there were too many: the budget is lowered, once for each time the account cools. */
export function afterRefusal(
  standing: AccountStanding,
  refusal: { reason: string; delayMs: number | undefined; now: number },
): AccountStanding {
  if (standing.state === 'closed') return standing;
  const until = refusal.now + (refusal.delayMs ?? 0);
  const isCooling = standing.coolingUntil !== null && standing.coolingUntil > refusal.now;
  return {
    ...standing,
    state: 'cooling',
    reason: refusal.reason,
    factor: isCooling ? standing.factor : Math.max(LEAST_FACTOR, standing.factor * LOWERED_TO),
    coolingUntil: Math.max(until, standing.coolingUntil ?? 0, refusal.now + 1_000),
  };
}

/** The account takes no calls any more. */
export function afterClosing(
  standing: AccountStanding,
  closing: { reason: string; now: number },
): AccountStanding {
  if (standing.state === 'closed') return standing;
  return {
    ...standing,
    state: 'closed',
    reason: closing.reason,
    coolingUntil: null,
    probeAt: closing.now + FIRST_PROBE_MS,
    probes: 0,
  };
}

/** A closed account was tried: it is open again, or is tried later. */
export function afterProbe(
  standing: AccountStanding,
  probe: { taken: boolean; now: number },
): AccountStanding {
  if (standing.state !== 'closed') return standing;
  if (probe.taken)
    return { ...standing, state: 'open', reason: null, coolingUntil: null, probeAt: null, probes: 0 };
  const probes = standing.probes + 1;
  const grown = FIRST_PROBE_MS * PROBE_GROWTH ** Math.min(Math.max(0, probes - EVEN_PROBES), 50);
  const pause = Math.min(LONGEST_PROBE_MS, Math.round(grown));
  return { ...standing, probes, probeAt: probe.now + pause };
}

/** Time has passed: what was lowered comes back once the account has cooled. */
export function afterTime(
  standing: AccountStanding,
  passed: { seconds: number; now: number },
): AccountStanding {
  if (standing.state === 'closed') return standing;
  if (standing.coolingUntil !== null && standing.coolingUntil > passed.now) return standing;
  const factor = Math.min(1, standing.factor + RECOVERED_A_SECOND * passed.seconds);
  return { ...standing, state: 'open', reason: null, coolingUntil: null, factor };
}

/** Share of the budget that may be used at this moment: none while the account is shut, or cools for long. */
export function usableFactor(standing: AccountStanding, now: number): number {
  if (standing.state === 'closed') return 0;
  const coolingMs = (standing.coolingUntil ?? 0) - now;
  // Tokens run out for the larger calls first; what is left of the budget is for those that fit.
  const stops = standing.reason !== 'rate_limit_tokens' && coolingMs > SHORT_COOLING_MS;
  return stops ? 0 : standing.factor;
}
