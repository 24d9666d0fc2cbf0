import type { FaultAction, FaultRule, FaultStatus, Provider } from './fault-types';
import { faultKinds, flaws } from './fault-types';

/** The pending faults. */
export interface Faults {
  /** Adds a fault; throws a RangeError with the reason if it is invalid. */
  add(rule: FaultRule): { id: string };
  list(): FaultStatus[];
  clear(): void;
  /** The action for this request, counting the match; undefined if no fault applies. */
  take(request: FaultRequest): FaultAction | undefined;
}

/** The parts of a request that faults are matched against. */
export interface FaultRequest {
  provider: Provider;
  kind: string;
  path: string;
  raw: Buffer;
  /** The subject of the request, if its path and body do not show it. */
  about?: string | undefined;
}

const actionTypes: readonly FaultAction['type'][] = [
  'respond',
  'dropBefore',
  'dropAfter',
  'hang',
  'delay',
  'cut',
  'html',
  'finish',
  'refusal',
  'emptyChoices',
  'answer',
  'parts',
  'rewrite',
  'content',
  'patch',
  'flaw',
  'verdict',
  'prediction',
  'delivery',
  'late',
  'upload',
  'webhook',
  'lostAnswer',
  'webhookFirst',
  'refund',
];

/** Kinds requested by a person's browser, or sent by us; `any` does not include them. */
const visitorKinds = ['page', 'media', 'webhook'];

const isWhole = (value: unknown, least: number): boolean => Number.isInteger(value) && Number(value) >= least;

function problemOf(rule: FaultRule): string | undefined {
  const kinds: readonly string[] | undefined = faultKinds[rule.provider];
  if (!kinds) return `provider must be one of ${Object.keys(faultKinds).join(', ')}`;
  if (!kinds.includes(rule.kind ?? 'any')) return `kind must be one of ${kinds.join(', ')}`;
  if (rule.times !== undefined && rule.times !== -1 && !isWhole(rule.times, 1))
    return 'times must be -1 or a whole number above 0';
  if (rule.skip !== undefined && !isWhole(rule.skip, 0)) return 'skip must be a whole number';
  const action = rule.action;
  if (typeof action !== 'object' || action === null || !actionTypes.includes(action.type))
    return `action.type must be one of ${actionTypes.join(', ')}`;
  if (action.type === 'respond' && !(isWhole(action.status, 200) && action.status <= 599))
    return 'action.status must be an HTTP status';
  if ((action.type === 'delay' || action.type === 'late') && !(action.ms >= 0))
    return 'action.ms must be milliseconds';
  if (action.type === 'flaw' && !flaws.includes(action.flaw))
    return `action.flaw must be one of ${flaws.join(', ')}`;
  if (action.type === 'verdict' && !Array.isArray(action.findings)) return 'action.findings must be a list';
  return undefined;
}

function matches(rule: FaultStatus, request: FaultRequest): boolean {
  if (rule.provider !== request.provider) return false;
  const kind = rule.kind ?? 'any';
  if (kind === 'any' ? visitorKinds.includes(request.kind) : kind !== request.kind) return false;
  const wanted = rule.match?.contains;
  if (wanted === undefined || request.path.includes(wanted) || request.raw.includes(wanted)) return true;
  return request.about?.includes(wanted) ?? false;
}

/** Creates an empty set of faults; the first matching fault applies. */
export function createFaults(): Faults {
  let rules: FaultStatus[] = [];
  let count = 0;
  return {
    add: (rule) => {
      const problem = problemOf(rule);
      if (problem) throw new RangeError(problem);
      const id = `fault-${++count}`;
      rules.push({
        ...rule,
        id,
        remaining: rule.times ?? 1,
        skipRemaining: rule.skip ?? 0,
        struck: 0,
      });
      return { id };
    },
    list: () => rules.map((rule) => ({ ...rule })),
    clear: () => {
      rules = [];
    },
    take: (request) => {
      for (const rule of rules) {
        if (rule.remaining === 0 || !matches(rule, request)) continue;
        if (rule.skipRemaining > 0) {
          rule.skipRemaining--;
          continue;
        }
        if (rule.remaining > 0) rule.remaining--;
        rule.struck++;
        return rule.action;
      }
      return undefined;
    },
  };
}
