/** Reads typed values out of an environment and collects every problem instead of stopping at the first. */
export class EnvironmentReader {
  readonly problems: string[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  /** The trimmed value, or undefined when it is unset or blank. */
  optional(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value ? value : undefined;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  integer(name: string, fallback: number, bounds: { min: number; max: number }): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^-?\d+$/.test(value) && number >= bounds.min && number <= bounds.max) return number;
    this.problems.push(`${name} must be a whole number from ${bounds.min} to ${bounds.max}.`);
    return fallback;
  }

  /** 32 random bytes as base64, or undefined when unset. */
  key(name: string): Buffer | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    const bytes = Buffer.from(value, 'base64');
    if (/^[A-Za-z0-9+/]{43}=$/.test(value) && bytes.length === 32) return bytes;
    this.problems.push(
      `${name} must be 32 random bytes as base64, as \`openssl rand -base64 32\` prints them.`,
    );
    return undefined;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.optional(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (['true', 'yes', 'on', '1'].includes(value)) return true;
    if (['false', 'no', 'off', '0'].includes(value)) return false;
    this.problems.push(`${name} must be true or false.`);
    return fallback;
  }

  choice<T extends string>(name: string, fallback: T, choices: readonly T[]): T {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const found = choices.find((choice) => choice === value.toLowerCase());
    if (found) return found;
    this.problems.push(`${name} must be one of ${choices.join(', ')}.`);
    return fallback;
  }

  url(name: string, fallback: string, protocols: readonly string[]): string {
    const value = this.optional(name) ?? fallback;
    try {
      if (protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
    } catch {
      // Told below, like a wrong protocol.
    }
    this.problems.push(`${name} must be an address that starts with ${protocols.join('// or ')}//.`);
    return fallback;
  }
}
