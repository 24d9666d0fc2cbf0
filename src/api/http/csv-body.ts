/** What is wrong with a field of a request. */
export interface Problem {
  field: string;
  problem: string;
}

/** How a route reads a body that is sent as `text/csv` in place of JSON. */
export interface CsvBody {
  /** The columns, in a sentence. */
  description: string;
  example: string;
  /**
   * The JSON body that says the same; the lines that are wrong, counted from 1; and the line that a field of this body came from.
   */
  read(text: string): { body: unknown; problems: Problem[]; fieldOf: (field: string) => string };
}

/** Problems named in one answer at most. */
const MOST_PROBLEMS = 20;

/** The answer of {@link CsvBody.read} for a table whose rows are the `items` of the body, with the line on which each begins. */
export function readBodyOfRows<P extends string>(
  body: object,
  rows: { lines: readonly number[]; bad: ReadonlyArray<{ line: number; problem: P }> },
  words: Readonly<Record<P, string>>,
): ReturnType<CsvBody['read']> {
  const fieldOfLine = (line: number | undefined): string => `body.line.${line}`;
  return {
    body,
    problems: rows.bad
      .slice(0, MOST_PROBLEMS)
      .map(({ line, problem }) => ({ field: fieldOfLine(line), problem: words[problem] })),
    fieldOf: (field) => field.replace(/^body\.items\.(\d+)/, (_, at) => fieldOfLine(rows.lines[Number(at)])),
  };
}
