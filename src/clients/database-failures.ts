/**
 * What Postgres refuses because of what was to be saved, and would refuse again: SQLSTATE classes 22 (data exceptions), 23 (integrity
 * violations) and 54 (larger than an index or a statement may be), and statements that no server could parse. Everything else is about
 * the server, its configuration or its schema, and can be put right while the work waits. Only what is final is listed, because nobody
 * knows all that passes.
 */
const FINAL_STATES = /^(22...|23...|54...|42601)$/;

/** A SQLSTATE: five characters, at least one of them a digit. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/** An error of the operating system, as Node names it; `ERR_…` are mistakes in how Node was called. */
const SYSTEM_ERROR = /^E(?!RR_)[A-Z0-9_]+$/;

/** System errors that say something about one file rather than about the machine: it does not exist. */
const FINAL_SYSTEM_ERRORS = ['ENOENT'];

/** What `pg` says without a code when it loses a connection or gets none. */
const CONNECTION_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection ended|not queryable|server closed the connection|cannot use a pool after calling end/i;

function codeOf(error: unknown): string | undefined {
  const code = error !== null && typeof error === 'object' ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * Why our own storage cannot be used at the moment, as a machine word, if that is what an error of Postgres or of the operating
 * system means; undefined for all other errors, which are faults.
 */
export function storageProblem(error: unknown): string | undefined {
  const code = codeOf(error);
  if (code !== undefined) {
    if (SQLSTATE.test(code)) return FINAL_STATES.test(code) ? undefined : code;
    if (SYSTEM_ERROR.test(code)) return FINAL_SYSTEM_ERRORS.includes(code) ? undefined : code;
  }
  if (error instanceof AggregateError && error.errors.some((inner) => storageProblem(inner) !== undefined))
    return 'connection';
  return error instanceof Error && CONNECTION_MESSAGE.test(error.message) ? 'connection' : undefined;
}
