/**
 * A question that is asked once however many want to know: they share the one under way, and its answer, a failure too, holds for
 * `keepMs` after it came. `now` is in milliseconds and never goes back.
 */
export function askedOnce<T>(options: {
  ask: () => Promise<T>;
  keepMs: number;
  now: () => number;
}): () => Promise<T> {
  const { ask, keepMs, now } = options;
  let answer: Promise<T> | undefined;
  let until = Infinity;
  return () => {
    if (answer && now() < until) return answer;
    until = Infinity;
    answer = ask();
    const asked = answer;
    const settle = (): void => {
      if (answer === asked) until = now() + keepMs;
    };
    asked.then(settle, settle);
    return asked;
  };
}
