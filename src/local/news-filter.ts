/** The part of a line of a reporter, such as "worker  | [Blog Worker]", that says whose it is. */
const REPORTER = /^\w+ +\| \[[^\]]+\]/;

/**
 * Returns a function that tells whether a line says something new: reports that workers make in intervals do only when they differ from
 * the one before, apart from their number. All other lines do.
 */
export function newsFilter(): (line: string) => boolean {
  const last = new Map<string, string>();
  return (line) => {
    const reporter = REPORTER.exec(line)?.[0];
    if (!reporter) return true;
    const said = line.replace(/\bcycle \d+/, 'cycle');
    if (last.get(reporter) === said) return false;
    last.set(reporter, said);
    return true;
  };
}
