/** What is wrong with one field of a request, such as `body.items.3.language`. */
export interface Problem {
  field: string;
  problem: string;
}

/** An answer that is no success: its status, the API's code and sentence, and what else it said. */
class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | undefined,
    readonly problems: readonly Problem[],
    /** What stands in its way, where the answer tells: it is in another state by now, or there is too much to do. */
    readonly because: 'moved_on' | 'full' | undefined,
    /** What to put into a draft to show that a site is the reader's. */
    readonly proofCode: string | undefined,
    /** What something costs by now, where it was ordered at another price. */
    readonly price: unknown,
    /** The order that a used link has led to. */
    readonly orderId: string | undefined,
    /** From when on what was refused as too often can be asked for again. */
    readonly availableAt: string | undefined,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** Whether the server answered, though with no success. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure;
}

function textIn(body: object, name: string): string | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : undefined;
}

function problemsIn(body: object): Problem[] {
  const problems: unknown = Reflect.get(body, 'problems');
  if (!Array.isArray(problems)) return [];
  return problems.flatMap((problem: unknown) =>
    problem !== null && typeof problem === 'object'
      ? [{ field: textIn(problem, 'field') ?? '', problem: textIn(problem, 'problem') ?? '' }]
      : [],
  );
}

/** Makes a failure of an answer's status and body. */
export function failureOf(status: number, body: unknown): Failure {
  const facts = body !== null && typeof body === 'object' ? body : {};
  return new Failure(
    status,
    textIn(facts, 'error') ?? 'unknown',
    textIn(facts, 'message') ?? '',
    textIn(facts, 'requestId'),
    problemsIn(facts),
    'phase' in facts
      ? 'moved_on'
      : 'queueSize' in facts || (status === 429 && textIn(facts, 'error') !== 'too_many_requests')
        ? 'full'
        : undefined,
    'proof' in facts && facts.proof ? textIn(facts.proof, 'code') : undefined,
    Reflect.get(facts, 'price'),
    textIn(facts, 'orderId'),
    textIn(facts, 'availableAt'),
  );
}
