import { createSecretKeeper, hiding } from '../../src/clients/secrets';

const SECRET = 'sk-test+/Zq3vT9_wLr7"ä=8Kd';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('hiding', () => {
  test.each<[string, string]>([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify({ a: SECRET })],
    ['in JSON with escaped slashes', JSON.stringify({ a: SECRET }).replaceAll('/', '\\/')],
    ['in an address', encodeURIComponent(SECRET)],
    ['in an address with small letters', encodeURIComponent(SECRET).replace(/%../g, (c) => c.toLowerCase())],
    ['in a form', new URLSearchParams({ a: SECRET }).toString()],
    ['in hexadecimal digits', Buffer.from(SECRET).toString('hex')],
    ['in large hexadecimal digits', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['in base64', base64(SECRET)],
    ['in base64, a byte later', base64(`x${SECRET}`)],
    ['in base64, two bytes later', base64(`xy${SECRET}`)],
    ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
  ])('finds a secret %s', (_form, text) => {
    const shown = hiding([SECRET])(`before ${text} after`);
    expect(shown).toMatch(/^before .*\[hidden\].* after$/);
    // No stretch of it is left that would be worth a guess.
    const rest = shown.replace('before ', '').replace(' after', '').split('[hidden]');
    expect(rest.filter((part) => part.length > 8)).toEqual([]);
  });

  test('finds a piece of one that was cut, and each of several', () => {
    const hide = hiding([SECRET, 'r8_other-secret-token']);
    expect(hide(`cut: ${SECRET.slice(0, 15)}`)).toBe('cut: [hidden]');
    expect(hide(`…${SECRET.slice(5, 20)}…`)).toBe('…[hidden]…');
    expect(hide(`${SECRET} and r8_other-secret-token, ${SECRET}.`)).toBe('[hidden] and [hidden], [hidden].');
  });

  test('leaves ordinary text alone, whatever short secrets there are', () => {
    const text = 'openai answered 500: the simulator of postgres is no test1';
    expect(hiding(['', 'a', 'test1', 'answer', 'simulator', 'postgres'])(text)).toBe(text);
    expect(hiding([SECRET])(text)).toBe(text);
    expect(hiding([])(text)).toBe(text);
  });

  test('finds a secret of eight characters only as a whole', () => {
    const hide = hiding(['Zq3vT9wL']);
    expect(hide('with Zq3vT9wL in it')).toBe('with [hidden] in it');
    expect(hide('with Zq3vT9w in it')).toBe('with Zq3vT9w in it');
  });

  test('takes time by the length of the text', () => {
    const hide = hiding([SECRET, 'a'.repeat(200)]);
    const timeOf = (length: number): number => {
      const text = 'a'.repeat(length);
      const begunAt = performance.now();
      expect(hide(text)).toBe('[hidden]');
      return performance.now() - begunAt;
    };
    timeOf(20_000);
    expect(timeOf(200_000) / timeOf(20_000)).toBeLessThan(40);
  });
});

describe('what an activity opens', () => {
  const failure = (text: string) => ({ type: 'Provider.Busy', reason: text, detail: text }) as const;

  test('is hidden in its own failures, until it ends', async () => {
    const keeper = createSecretKeeper(['a configured secret']);
    const quoted = failure(`${SECRET}, a configured secret`);
    const told = await keeper.during(async () => {
      await Promise.resolve();
      keeper.note(SECRET);
      return keeper.hideIn(quoted);
    });
    expect(told).toEqual(failure('[hidden], [hidden]'));
    expect(keeper.hideIn(quoted)).toEqual(failure(`${SECRET}, [hidden]`));
  });
});
