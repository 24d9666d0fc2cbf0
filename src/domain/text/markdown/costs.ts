/** What begins a quotation, an item of a list or a footnote, at the beginning of a line or behind another one. */
const CONTAINER = /[ \t]*(?:>|([-+*])(?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)|\[\^[^\s\]]{1,100}\]:)/y;

/** Marks whose partner is looked for among everything before them in a paragraph. */
const PAIRED = /\*+|_+|~+|[[\]]/g;

/** Other marks, each a step on the way back. */
const SINGLE = /[`<&\\]/g;

/** Beginnings of what ends with a sign of its own, which is looked for in the rest of a paragraph. */
const OPENER = /<[!?]/g;

/** A line without the marks that it begins with. */
interface Line {
  rest: string;
  containers: number;
  /** Whether it begins an item with a bullet, which ends a paragraph before it. */
  isBullet: boolean;
}

function readLine(line: string): Line {
  let [at, containers, isBullet] = [0, 0, false];
  for (;;) {
    CONTAINER.lastIndex = at;
    const match = CONTAINER.exec(line);
    if (!match) return { rest: line.slice(at), containers, isBullet };
    isBullet ||= match[1] !== undefined && containers === 0 && !/^(?: {4}|\t)/.test(line);
    at += match[0].length;
    containers++;
  }
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** A run of lines without a blank one, or a part of it. */
class Run {
  lines = 0;
  paired = 0;
  single = 0;

  add(line: string): void {
    this.lines++;
    this.paired += count(line, PAIRED);
    this.single += count(line, SINGLE);
  }

  /** Steps to find the partners of its marks, at most. */
  get steps(): number {
    return this.paired * (this.paired + this.single + this.lines);
  }
}

/** Steps that a parser of Markdown would take beyond those that grow with the length of a text. */
export interface Costs {
  /** For quotations, items of lists and footnotes, each of which moves what follows it. */
  containers: number;
  /** For lines that go on within them without a mark of their own. */
  lazy: number;
  /** For emphasis, links and pictures; the second where items of lists do not end a paragraph. */
  marks: number;
  marksInOneList: number;
  /** For comments, declarations and instructions within lines. */
  openers: number;
}

/** The costs of a text, in one pass over its lines. */
export function costsOf(text: string): Costs {
  const costs: Costs = { containers: 0, lazy: 0, marks: 0, marksInOneList: 0, openers: 0 };
  let [containers, lazy, openers, length] = [0, 0, 0, 0];
  let isWithin = false;
  let [part, whole] = [new Run(), new Run()];
  const endPart = (): void => {
    costs.marks += part.steps;
    part = new Run();
  };
  const endRun = (): void => {
    endPart();
    costs.marksInOneList += whole.steps;
    costs.lazy += lazy * lazy;
    costs.openers += openers * length;
    whole = new Run();
    [lazy, openers, length] = [0, 0, 0];
    isWithin = false;
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    const read = readLine(line);
    containers += read.containers;
    if (read.rest.trim() === '') {
      // An empty item of a list ends nothing.
      if (read.containers === 0 || line.trim() === '>') endRun();
      continue;
    }
    if (read.isBullet) endPart();
    if (read.containers > 0) isWithin = true;
    else if (isWithin) lazy++;
    part.add(read.rest);
    whole.add(read.rest);
    openers += count(read.rest, OPENER);
    length += line.length;
  }
  endRun();
  costs.containers = containers * text.length;
  return costs;
}
