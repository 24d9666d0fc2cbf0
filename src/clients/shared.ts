/** Answers that many callers want at once: each is fetched once, however many wait for it. */
export function createShared<T>() {
  const underway = new Map<string, Promise<T>>();
  return {
    /** The answer of a fetch that is under way under this name, or of a new one. A caller who is aborted leaves it to the others. */
    async of(name: string, fetchIt: () => Promise<T>, signal: AbortSignal): Promise<T> {
      let fetching = underway.get(name);
      if (!fetching) {
        fetching = fetchIt().finally(() => underway.delete(name));
        underway.set(name, fetching);
      }
      return orAborted(fetching, signal);
    },
  };
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
