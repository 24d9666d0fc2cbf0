/** The longest delay that is accepted, in milliseconds; more than a day is treated as an error of the provider. */
export const MAX_PROVIDER_DELAY_MS = 24 * 60 * 60 * 1000;

/** A bare number from here on is a Unix time in seconds; as a delay it would be over thirty years. */
const FIRST_UNIX_SECONDS = 1e9;

/** A bare number from here on is a Unix time in milliseconds. */
const FIRST_UNIX_MILLISECONDS = 1e12;

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$/i;
const ISO_DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const HTTP_DATE =
  /^[a-z]{3,9},?\s+(\d{1,2})[ -]([a-z]{3})[ -](\d{2}|\d{4})\s+(\d{2}):(\d{2}):(\d{2})\s+(?:GMT|UTC)$/i;
const C_DATE = /^[a-z]{3}\s+([a-z]{3})\s+(\d{1,2})\s+(\d{2}):(\d{2}):(\d{2})\s+(\d{4})$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function bounded(ms: number): number | undefined {
  if (Number.isNaN(ms)) return undefined;
  // Rounded up, so that no retry comes a fraction too early; the margin absorbs floating-point error.
  return Math.min(MAX_PROVIDER_DELAY_MS, Math.max(0, Math.ceil(ms - 1e-6)));
}

function durationMs(text: string): number {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/gi)) {
    total += Number(amount) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  }
  return total;
}

function fullYear(year: string, nowMs: number): number {
  if (year.length > 2) return Number(year);
  const thisYear = new Date(nowMs).getUTCFullYear();
  const guess = thisYear - (thisYear % 100) + Number(year);
  // A two-digit year more than fifty years ahead belongs to the last century (RFC 9110, 5.6.7).
  return guess > thisYear + 50 ? guess - 100 : guess;
}

function utc(year: number, month: string, day: string, time: (string | undefined)[]): number {
  const index = MONTHS.indexOf(month.toLowerCase());
  if (index < 0) return Number.NaN;
  return Date.UTC(year, index, Number(day), Number(time[0]), Number(time[1]), Number(time[2]));
}

function instantMs(text: string, nowMs: number): number | undefined {
  const iso = ISO_DATE_TIME.exec(text);
  if (iso) return Date.parse(iso[1] ? text : `${text}Z`);
  const http = HTTP_DATE.exec(text);
  if (http) return utc(fullYear(http[3] ?? '', nowMs), http[2] ?? '', http[1] ?? '', http.slice(4, 7));
  const c = C_DATE.exec(text);
  if (c) return utc(Number(c[6]), c[1] ?? '', c[2] ?? '', c.slice(3, 6));
  return undefined;
}

/**
 * Parses a retry or reset header: a duration (`2m30.5s`), seconds, a Unix time in seconds or milliseconds, an ISO or
 * HTTP date. Returns milliseconds from `nowMs` (0 if in the past, at most a day), or undefined if the value cannot be
 * parsed.
 */
export function parseResetDelay(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    if (number >= FIRST_UNIX_MILLISECONDS) return bounded(number - nowMs);
    if (number >= FIRST_UNIX_SECONDS) return bounded(number * 1000 - nowMs);
    return bounded(number * 1000);
  }
  if (DURATION.test(text)) return bounded(durationMs(text));
  const instant = instantMs(text, nowMs);
  return instant === undefined ? undefined : bounded(instant - nowMs);
}

/**
 * A rejected call: response headers (lower-case names), details from its body, and the current Unix time in
 * milliseconds.
 */
export interface ProviderDelayInput {
  headers: Record<string, string | undefined>;
  bodyMessage?: string;
  bodyRetryAfterSeconds?: number;
  nowMs: number;
}

function millisecondsHeader(value: string | undefined): number | undefined {
  const text = value?.slice(0, LONGEST_MESSAGE).trim() ?? '';
  return /^\d+(?:\.\d+)?$/.test(text) ? bounded(Number(text)) : undefined;
}

function bodyDelay(seconds: number | undefined): number | undefined {
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? bounded(seconds * 1000)
    : undefined;
}

const AMOUNT = String.raw`\d+(?:\.\d+)?\s*(?:milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?|ms|[smhd])(?![a-z])`;
const SPOKEN_DELAY = new RegExp(
  String.raw`(?:(?:try again|retry|resets?)\s+(?:in|after)|retry[_-]after:?)\s*~?\s*((?:\d+(?:\.\d+)?[a-z]+)+(?![a-z0-9])|${AMOUNT}(?:\s*(?:,|and)?\s*${AMOUNT})*)`,
  'i',
);

/** Of a provider's message, as much is read, in UTF-16 units. */
const LONGEST_MESSAGE = 4_000;

/** A message without runs of blanks, which patterns with several optional ones would read again and again. */
function readable(message: string): string {
  return message.slice(0, LONGEST_MESSAGE).replace(/\s+/g, ' ');
}

function spokenDelay(message: string | undefined, nowMs: number): number | undefined {
  const spoken = SPOKEN_DELAY.exec(readable(message ?? ''))?.[1];
  if (spoken === undefined) return undefined;
  const compact = spoken
    .toLowerCase()
    .replace(/[\s,]|and/g, '')
    .replace(/milliseconds?/g, 'ms')
    .replace(/seconds?|secs?/g, 's')
    .replace(/minutes?|mins?/g, 'm')
    .replace(/hours?/g, 'h')
    .replace(/days?/g, 'd');
  return parseResetDelay(compact, nowMs);
}

function remaining(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function later(delays: (number | undefined)[]): number | undefined {
  const known = delays.filter((delay) => delay !== undefined);
  return known.length ? Math.max(...known) : undefined;
}

function budgetDelay({ headers, nowMs }: ProviderDelayInput): number | undefined {
  const budgets = ['requests', 'tokens'].map((name) => ({
    remaining: remaining(headers[`x-ratelimit-remaining-${name}`]),
    reset: parseResetDelay(headers[`x-ratelimit-reset-${name}`], nowMs),
  }));
  // A budget with room left resets only when it is full again; there is no need to wait for that.
  const empty = budgets.filter((budget) => budget.remaining !== undefined && budget.remaining <= 0);
  if (empty.length) return later(empty.map((budget) => budget.reset));
  return later(budgets.filter((budget) => budget.remaining === undefined).map((budget) => budget.reset));
}

/**
 * The delay a provider asks for, in milliseconds, or undefined. In order of preference: `retry-after-ms` or
 * `retry-after`, a number or sentence in the body, then the reset of the exhausted budget (the later of two).
 */
export function providerDelay(input: ProviderDelayInput): number | undefined {
  const { headers, bodyMessage, bodyRetryAfterSeconds, nowMs } = input;
  return (
    millisecondsHeader(headers['retry-after-ms']) ??
    parseResetDelay(headers['retry-after'], nowMs) ??
    bodyDelay(bodyRetryAfterSeconds) ??
    spokenDelay(bodyMessage, nowMs) ??
    budgetDelay(input)
  );
}

function figure(message: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(readable(message))?.[1]?.replace(/,/g, '');
  return digits === undefined ? undefined : Number(digits);
}

/** Parses OpenAI's rate-limit message ("Limit 450000, Used 449000, Requested 4000"), in requests or tokens. */
export function parseOpenAiLimit(
  message: string,
): { limit: number; used?: number; requested: number } | undefined {
  const limit = figure(message, /\bLimit:?\s+(\d[\d,]*)/i);
  const requested = figure(message, /\bRequested:?\s+(\d[\d,]*)/i);
  if (limit === undefined || requested === undefined) return undefined;
  const used = figure(message, /\bUsed:?\s+(\d[\d,]*)/i);
  return used === undefined ? { limit, requested } : { limit, used, requested };
}

/** Parses OpenAI's "context length exceeded" message, in tokens; undefined if it states no excess. */
export function parseContextExcess(message: string): { maximum: number; requested: number } | undefined {
  const maximum = figure(
    message,
    /(?:maximum context length (?:is|of)|(?:configured |context |token )+limit (?:is|of))\s+(\d[\d,]*)\s+tokens/i,
  );
  const requested = figure(
    message,
    /(?:requested(?: about)?|resulted in|(?:contains|has|is) about)\s+(\d[\d,]*)\s+tokens/i,
  );
  return maximum === undefined || requested === undefined ? undefined : { maximum, requested };
}
