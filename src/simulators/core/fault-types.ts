/** The three providers that are stood in for. */
export type Provider = 'openai' | 'replicate' | 'wix';

/** What a `draft_review` answer gives points for. */
export type Criterion = 'accuracy' | 'usefulness' | 'structure' | 'language' | 'brand_fit';

/** 0 to 10 points for each criterion. */
export type Scores = Record<Criterion, number>;

/** A review finding as a `draft_review` answer carries it. */
export interface ReviewFinding {
  severity: 'blocking' | 'minor';
  /** `usefulness` when left out. */
  criterion?: Criterion;
  quote: string;
  reason: string;
  hint: string;
}

/** Ways in which a generated answer can be made bad. */
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
] as const;

/** One way in which a generated answer can be made bad. */
export type Flaw = (typeof flaws)[number];

/** What a fault does; the ones of a provider only matter to that provider's requests. */
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
  | { type: 'content'; content: string }
  /** The generated answer with some of its members replaced. */
  | { type: 'patch'; fields: Record<string, unknown> }
  | { type: 'flaw'; flaw: Flaw }
  | { type: 'verdict'; approved: boolean; findings: ReviewFinding[]; scores?: Scores }
  | { type: 'prediction'; ends: 'failed' | 'canceled' | 'aborted' | 'never'; error?: string }
  | { type: 'delivery'; answer: 'expired' | 'html' };

/** The names of requests that a fault can be aimed at. */
export const faultKinds = {
  openai: ['ideas', 'content', 'component', 'quality', 'completion', 'models', 'any'],
  replicate: ['account', 'create', 'get', 'cancel', 'list', 'delivery', 'any'],
  wix: [
    'token',
    'product',
    'members',
    'category',
    'upload',
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
} as const satisfies Record<Provider, readonly string[]>;

/** A fault as it is ordered. */
export interface FaultRule {
  provider: Provider;
  /** One of `faultKinds` for the provider; `any` when left out. */
  kind?: string;
  /** Only requests whose raw body or path, or what they are about (a picture's input), contains this text. */
  match?: { contains?: string };
  /** How often it strikes: 1 when left out, -1 for always. */
  times?: number;
  /** How many matching requests pass before it strikes: 0 when left out. */
  skip?: number;
  action: FaultAction;
}

/** A fault with what is left of it. */
export interface FaultStatus extends FaultRule {
  id: string;
  /** Strikes left; -1 for always. */
  remaining: number;
  /** Matching requests that still pass. */
  skipRemaining: number;
  struck: number;
}
