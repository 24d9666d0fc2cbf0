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
