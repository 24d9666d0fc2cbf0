import { banner } from '../../src/local/banner';
import { chooseProviders, mustMarkPosts, providerWarnings } from '../../src/local/providers';

const OPENAI = { OPENAI_API_KEY: 'sk-mine' };
const REPLICATE = { REPLICATE_API_TOKEN: 'r8_mine' };
const MAIL = { SMTP_URL: 'smtps://me:word@mail.example' };
const WIX = { WIX_APP_ID: 'app', WIX_APP_SECRET: 'the-secret' };

function started(env: Record<string, string>, showsKeys = true): string {
  return banner({
    apiUrl: 'http://127.0.0.1:3000',
    temporalAddress: '127.0.0.1:7233',
    uiUrl: null,
    simulatorsUrl: 'http://127.0.0.1:3900',
    providers: chooseProviders({ env }),
    stores: [{ name: 'Green Shop', apiKey: 'galley_sample' }],
    adminKey: 'galley_admin',
    showsKeys,
    keysFile: '/state/keys.json',
    signIns: [{ who: 'administrator', address: 'http://127.0.0.1:3000/sign-in#word' }],
    logDir: '/state/logs',
    appLog: '/logs/app.log',
    speed: 10,
    seconds: 6.04,
  });
}

test.each([
  [{}, [true, true, true, true, true]],
  [OPENAI, [false, true, true, true, true]],
  [REPLICATE, [true, false, true, true, true]],
  [WIX, [true, true, false, true, true]],
  [MAIL, [true, true, true, true, false]],
  [{ SMTP_HOST: 'mail.example' }, [true, true, true, true, false]],
  [{ ...OPENAI, ...REPLICATE, ...WIX, ...MAIL }, [false, false, false, true, false]],
  [{ OPENAI_API_KEY: '  ' }, [true, true, true, true, true]],
])('each provider is real if its own key is set: %j', (env, simulators) => {
  expect(chooseProviders({ env }).map(({ simulator }) => simulator)).toEqual(simulators);
});

test.each([[{ WIX_APP_ID: 'app' }], [{ WIX_APP_SECRET: 'the-secret', WIX_APP_ID: ' ' }]])(
  'half of what Wix needs is rejected without revealing the value: %j',
  (env) => {
    expect(() => chooseProviders({ env })).toThrow(/^Wix needs WIX_APP_ID and WIX_APP_SECRET, but WIX_APP_/);
    expect(() => chooseProviders({ env })).not.toThrow(/the-secret/);
  },
);

test('the banner states which providers are real, and shows none of their keys', () => {
  const text = started({ ...OPENAI, ...WIX });
  expect(text).toMatch(/^ {2}OpenAI {11}REAL provider, using your key$/m);
  expect(text).toMatch(/^ {2}Replicate {8}simulator \(http:\/\/127\.0\.0\.1:3900, speed 10\)$/m);
  expect(text).toMatch(/^ {2}Wix {14}REAL provider, using your key$/m);
  expect(text).toMatch(/documentation: http:\/\/127\.0\.0\.1:3000\/docs/);
  expect(text).toContain('export GALLEY_URL=http://127.0.0.1:3000 GALLEY_KEY=galley_sample');
  expect(text).toMatch(/^ {4}admin {24}galley_admin$/m);
  expect(text).not.toMatch(/sk-mine|the-secret/);
});

test('where the output is no terminal, the banner names the file with the keys instead of the keys', () => {
  const text = started({}, false);
  expect(text).toContain('/state/keys.json');
  expect(text).not.toMatch(/galley_sample|galley_admin/);
  expect(text).not.toContain('one-time');
});

test('a simulator that writes for a real store causes a loud warning, and nothing else does', () => {
  const loud = /!! {2}Posts go to a REAL Wix store but are written by a SIMULATOR/;
  expect(started(WIX)).toMatch(loud);
  expect(started({ ...WIX, ...REPLICATE })).toMatch(loud);
  expect(started({ ...WIX, ...OPENAI })).not.toMatch(loud);
  expect(started({ ...WIX, ...OPENAI })).toMatch(
    /!! {2}Pictures for a REAL Wix store are made by a SIMULATOR/,
  );
  expect(started(OPENAI)).toMatch(/!! {2}Orders cost money at OpenAI\.$/m);
  expect(started({})).not.toContain('!!');
  expect(providerWarnings(chooseProviders({ env: { ...OPENAI, ...REPLICATE, ...WIX } }))).toEqual([
    expect.stringContaining('sample stores'),
    'Orders cost money at OpenAI and Replicate.',
  ]);
});

test.each([
  [{}, false],
  [OPENAI, false],
  [WIX, true],
  [{ ...WIX, ...REPLICATE }, true],
  [{ ...WIX, ...OPENAI }, false],
])('posts are marked exactly if a simulator writes for a real store: %j', (env, marked) => {
  expect(mustMarkPosts(chooseProviders({ env }))).toBe(marked);
});

test("the panel's address comes with a one-time sign-in link", () => {
  const text = started({});
  expect(text).toMatch(/Panel +http:\/\/127\.0\.0\.1:3000/);
  expect(text).toMatch(/administrator +http:\/\/127\.0\.0\.1:3000\/sign-in#word/);
});
