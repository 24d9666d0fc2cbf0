interface Line<T> {
  current: Promise<T>;
  next: Promise<T> | undefined;
}

/**
 * Look-ups of the same thing go one at a time, however many want to know. Whoever asks while one is under way shares the next with all
 * others who do, so that each gets an answer that was asked for after it came, and none that is older.
 */
export class SharedLookUps<T> {
  private readonly lines = new Map<string, Line<T>>();

  find(name: string, ask: () => Promise<T>): Promise<T> {
    const line = this.lines.get(name);
    if (!line) return this.begin(name, ask);
    const again = (): Promise<T> => this.begin(name, ask);
    return (line.next ??= line.current.then(again, again));
  }

  private begin(name: string, ask: () => Promise<T>): Promise<T> {
    const line: Line<T> = { current: ask(), next: undefined };
    this.lines.set(name, line);
    const end = (): void => {
      if (!line.next) this.lines.delete(name);
    };
    line.current.then(end, end);
    return line.current;
  }
}
