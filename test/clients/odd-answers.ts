import { gzipSync } from 'node:zlib';

/** One answer of a server, as bytes on the wire. */
export interface OddAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** Whether the connection breaks before the body's end. */
  breaks: boolean;
}

/** Numbers from 0 to 1, always the same for a seed. */
export type Random = () => number;

/** A small generator of random numbers (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

const STATUSES = [
  ...Array.from({ length: 30 }, () => 200),
  ...[201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 305, 307, 308, 399],
  ...[
    400, 400, 400, 401, 402, 403, 404, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417,
  ],
  ...[418, 421, 422, 422, 423, 424, 425, 426, 428, 429, 429, 431, 440, 444, 449, 451, 460, 494, 499],
  ...[
    500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 524, 525, 529, 530, 598, 599, 600, 700, 999,
  ],
];

const WORDS = [
  ...[
    'insufficient_quota',
    'invalid_prompt',
    'content_filter',
    'model_not_found',
    'unsupported_parameter',
    'max_tokens',
  ],
  ...[
    'context_length_exceeded',
    'rate_limit_exceeded',
    'tokens',
    'response_format',
    'E005',
    'starting',
    'succeeded',
  ],
  ...[
    '__proto__',
    'constructor',
    'stop',
    'length',
    'Limit 5, Requested 9',
    'https://example.com/a.png',
    'ftp://x',
    'data:x',
  ],
];

const TEXTS = [
  '',
  ' ',
  'null',
  'a\0b',
  '\ud83d',
  '\u202e\u200b',
  'NaN',
  '<p>x</p>',
  '{"a":',
  '```json\n{}\n```',
  'é'.repeat(3_000),
  '2026-13-45T99:99:99Z',
];

/** A JSON value of any type. */
function anything(random: Random, depth = 0): unknown {
  const kinds = depth > 3 ? 7 : 10;
  switch (Math.floor(random() * kinds)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return pick(random, [0, -1, 1.5, 1e21, -9e15, 2 ** 53, 1e308, 42, 200]);
    case 3:
    case 4:
      return pick(random, WORDS);
    case 5:
    case 6:
      return pick(random, TEXTS);
    case 7:
      return Array.from({ length: Math.floor(random() * 4) }, () => anything(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: Math.floor(random() * 4) }, () => [
          pick(random, [...WORDS, 'id', 'error', 'message', 'choices']),
          anything(random, depth + 1),
        ]),
      );
  }
}

/** A value with some of its members replaced or gone. */
function mutated(random: Random, value: unknown, depth = 0): unknown {
  if (random() < 0.08) return anything(random, depth);
  if (Array.isArray(value)) return value.map((item) => mutated(random, item, depth + 1));
  if (value === null || typeof value !== 'object') return random() < 0.12 ? anything(random, depth) : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => random() > 0.04)
      .map(([name, member]) => [name, mutated(random, member, depth + 1)]),
  );
}

function errorBody(random: Random): unknown {
  const error = {
    message: pick(random, [...WORDS, ...TEXTS]),
    type: pick(random, WORDS),
    param: pick(random, [null, 'model', 'messages', 'response_format']),
    code: pick(random, [...WORDS, null, 400, 'OperationNotSupported']),
    innererror: pick(random, [undefined, { code: 'ResponsibleAIPolicyViolation' }]),
  };
  return pick(random, [
    { error },
    error,
    { error: error.message },
    { detail: [{ loc: ['body', error.param], msg: error.message }] },
    { detail: error.message, title: error.type, status: 422, invalid_fields: [{ field: 'input.seed' }] },
    { message: error.message, details: { applicationError: { code: error.code, description: 'x' } } },
  ]);
}

const HTML = '<!DOCTYPE html><html><body><h1>Please wait</h1></body></html>';

function bodyOf(random: Random, template: unknown): Buffer {
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '');
  switch (Math.floor(random() * 14)) {
    case 0:
      return Buffer.alloc(0);
    case 1:
      return Buffer.from(HTML);
    case 2: {
      const whole = json(mutated(random, template));
      return whole.subarray(0, Math.floor(random() * whole.length));
    }
    case 3:
      return json(anything(random));
    case 4:
      return Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256)));
    case 5:
      return Buffer.from(`${'['.repeat(3_000)}${']'.repeat(3_000)}`);
    case 6:
      return random() < 0.2
        ? json({ ...(template as object), padding: 'x'.repeat(400_000) })
        : Buffer.from('0');
    case 7:
    case 8:
      return json(mutated(random, errorBody(random)));
    default:
      return json(mutated(random, template));
  }
}

const TYPES = [
  'application/json',
  'application/json',
  'text/html',
  'text/event-stream',
  'image/png',
  ';;',
  'application/problem+json',
];

/** A random answer that began as `template`, what the interface asked for would answer. */
export function oddAnswerOf(random: Random, template: unknown): OddAnswer {
  const headers: Record<string, string> = { 'content-type': pick(random, TYPES) };
  if (random() < 0.1)
    headers['retry-after'] = pick(random, ['0', '-3', '7', 'soon', 'Sun, 01 Mar 2026 10:00:20 GMT', '1e9']);
  if (random() < 0.1) headers['x-should-retry'] = 'true';
  if (random() < 0.1) headers['x-ratelimit-remaining-tokens'] = pick(random, ['0', 'NaN', '-1']);
  if (random() < 0.1) headers['location'] = pick(random, ['/elsewhere', 'http://', 'mailto:x']);
  let body = bodyOf(random, template);
  const encoding = random();
  if (encoding < 0.04) headers['content-encoding'] = pick(random, ['gzip', 'br', 'deflate', 'zstd', 'odd']);
  else if (encoding < 0.08) {
    headers['content-encoding'] = 'gzip';
    body = gzipSync(body);
    if (random() < 0.3) body = body.subarray(0, Math.max(1, body.length - 6));
  }
  return { status: pick(random, STATUSES), headers, body, breaks: random() < 0.02 };
}
