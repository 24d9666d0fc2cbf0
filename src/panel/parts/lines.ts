/** The line that a problem of the API is about, by the name of a field such as `body.items.3.language`; `lines` says where each item begins. */
export function lineOfField(field: string, lines: readonly number[]): number | undefined {
  const match = /^body\.items\.(\d+)/.exec(field);
  return match ? lines[Number(match[1])] : undefined;
}
