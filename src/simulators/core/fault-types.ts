/** The simulated providers. */
export type Provider = 'openai' | 'replicate' | 'wix' | 'smtp' | 'stripe';

/** The criteria that a `draft_review` answer scores. */
export type Criterion = 'accuracy' | 'usefulness' | 'structure' | 'language' | 'brand_fit';

/** Scores from 0 to 10, by criterion. */
export type Scores = Record<Criterion, number>;

/** A review finding as in a `draft_review` answer. */
export interface ReviewFinding {
  severity: 'blocking' | 'minor';
  /** Defaults to `usefulness`. */
  criterion?: Criterion;
  quote: string;
  reason: string;
  hint: string;
}

/** Ways to make a generated answer bad. */
export const flaws = [
  'short',
  'no_headings',
  'ai_phrase',
  'banned_claim',
  'avoided_word',
  'keyword_missing',
  'repeated',
  'other_language',
  'wrong_shape',
  'not_json',
  'fenced',
  'obeys_notes',
  'wrong_anchor',
] as const;

/** One way to make a generated answer bad. */
export type Flaw = (typeof flaws)[number];

/** The effect of a fault; provider-specific effects only apply to that provider's requests. */
export type FaultAction =
  | { type: 'respond'; status: number; headers?: Record<string, string>; body?: unknown }
  | { type: 'dropBefore' }
  | { type: 'dropAfter' }
  | { type: 'hang'; ms?: number; work?: boolean }
  | { type: 'delay'; ms: number }
  | { type: 'cut' }
  | { type: 'html' }
  | { type: 'finish'; reason: 'length' | 'content_filter'; content: 'half' | null }
  | { type: 'refusal'; text: string }
  | { type: 'emptyChoices' }
  /** The generated completion with some of its members, or of its message's, replaced; `undefined` and `null` stay what they are. */
  | { type: 'answer'; completion?: Record<string, unknown>; message?: Record<string, unknown> }
  /** The content as a list of text parts. */
  | { type: 'parts' }
  /** The generated texts with passages replaced, and text added at the end of the body. */
  | { type: 'rewrite'; replace?: ReadonlyArray<readonly [string, string]>; append?: string }
  | { type: 'content'; content: string }
  /** The generated answer with some fields replaced. */
  | { type: 'patch'; fields: Record<string, unknown> }
  | { type: 'flaw'; flaw: Flaw }
  | { type: 'verdict'; approved: boolean; findings: ReviewFinding[]; scores?: Scores }
  | { type: 'prediction'; ends: 'failed' | 'canceled' | 'aborted' | 'never'; error?: string }
  | { type: 'delivery'; answer: 'expired' | 'html' }
  /** Answers with the status at once (504 unless given), and does the work after `ms` all the same. */
  | { type: 'late'; ms: number; status?: number }
  /** How an event of Stripe's is delivered: twice at once, never, after the event that follows it, or with a second id as well. */
  | { type: 'webhook'; does: 'duplicate' | 'lose' | 'reorder' | 'twoIds' }
  /** What was asked for is done, and answered with the status (500 unless given), also where it is asked for again with the same key. */
  | { type: 'lostAnswer'; status?: number }
  /** The events of what was asked for are delivered before it is answered. */
  | { type: 'webhookFirst' }
  /** A refund that is under way, or made at once. */
  | { type: 'refund'; ends: 'pending' | 'succeeded' }
  /** An uploaded file that is not ready for `readyAfterMs` (for good if left out), or cannot be used. */
  | { type: 'upload'; state: 'PENDING' | 'FAILED'; readyAfterMs?: number };

/** The kinds of requests that a fault can target. */
export const faultKinds = {
  openai: [
    'ideas',
    'content',
    'component',
    'quality',
    'article',
    'link',
    'link_review',
    'text',
    'completion',
    'models',
    'any',
  ],
  replicate: ['account', 'model', 'create', 'get', 'cancel', 'list', 'delivery', 'any'],
  wix: [
    'token',
    'catalog',
    'product',
    'members',
    'category',
    'upload',
    'media.get',
    'draft.create',
    'draft.query',
    'draft.get',
    'draft.update',
    'draft.delete',
    'publish',
    'post.get',
    'media',
    'page',
    'any',
  ],
  stripe: [
    'session.create',
    'session.get',
    'session.expire',
    'refund.create',
    'refund.list',
    'refund.get',
    'balance',
    'webhook',
    'any',
  ],
  smtp: ['connect', 'auth', 'mail', 'rcpt', 'data', 'any'],
} as const satisfies Record<Provider, readonly string[]>;

/** A fault to inject. */
export interface FaultRule {
  provider: Provider;
  /** One of the provider's `faultKinds`; defaults to `any`. */
  kind?: string;
  /** Only requests whose body, path or subject (such as a picture's input) contains this text. */
  match?: { contains?: string };
  /** Number of requests affected; defaults to 1, -1 for all. */
  times?: number;
  /** Number of matching requests to let pass first; defaults to 0. */
  skip?: number;
  action: FaultAction;
}

/** A named fault as it was met in practice, to be tried against any program. */
export interface FaultScript {
  /** One line: what happens, beginning with its number in docs/requirements.md. */
  title: string;
  rules: readonly FaultRule[];
}

/** Fault scripts by name. */
export type FaultScripts = Readonly<Record<string, FaultScript>>;

/** A fault with its remaining counts. */
export interface FaultStatus extends FaultRule {
  id: string;
  /** Requests still to be affected; -1 for all. */
  remaining: number;
  /** Matching requests still to let pass. */
  skipRemaining: number;
  struck: number;
}
