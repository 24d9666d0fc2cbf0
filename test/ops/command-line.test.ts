import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BLOG_BASE } from '../../src/api/blog/base';
import { BULK_BASE } from '../../src/api/bulk/base';
import { CONTENT_BASE } from '../../src/api/content/base';
import { ITEMS_BASE } from '../../src/api/items/base';
import { PAUSABLE } from '../../src/api/operations/lane-schemas';
import { PURCHASE_BASES } from '../../src/api/purchase/kind-routes';
import { ORDER_KINDS } from '../../src/contract/orders';
import type { OrderKind } from '../../src/contract/orders';
import { listScripts, OPS, runProgram, runScript } from '../support/ops';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const BLOG = `blog:${ID}`;

/** What hostile or careless people type. */
const HOSTILE = `it's "x" $(touch pwned) \`id\` ; \\ &`;

const API = 'http://127.0.0.1:3000';
const KEY_HEADER = 'Authorization: Bearer the-key';

interface Case {
  /** What is printed instead of being run, and the words that each line is to a shell it is pasted into. */
  print: ReadonlyArray<{ args: string[]; words: string[][] }>;
  wrong: ReadonlyArray<{ args: string[]; says: RegExp }>;
}

const curl = (method: string, address: string, body?: string): string[] => [
  ...['curl', '-sS', '-X', method, '-H', KEY_HEADER],
  ...(body === undefined ? [] : ['-H', 'Content-Type: application/json', '-d', body]),
  `${API}${address}`,
];

const signal = (workflow: string, name: string, input: string): string[] => [
  ...['temporal', 'workflow', 'signal', '--workflow-id', workflow],
  ...['--name', name, '--input', input, '--command-timeout', '30s'],
];

const noOrder = [
  { args: [], says: /Expected / },
  { args: [`blog:${HOSTILE}`], says: /Not an order: / },
  { args: [ID], says: /Not an order: / },
  { args: [`post:${ID}`], says: /Not an order: .*kinds: blog, item/ },
  { args: [`blog:${ID.toUpperCase()}`], says: /Not an order: / },
  { args: [BLOG, BLOG, BLOG], says: /Expected / },
];

const retryOne = {
  args: [BLOG],
  words: [curl('POST', `/api/blog-generation/${ID}/retry`)],
};

const wrongRetries = [
  ...noOrder,
  { args: [BLOG, '--kind', 'blog'], says: /without --all/ },
  { args: ['--all', BLOG], says: /either one order or --all/ },
  { args: ['--all', '--per-minute', '0'], says: /whole number/ },
  { args: ['--all', '--reason', HOSTILE], says: /Not a reason/ },
  { args: ['--all', '--tenant', HOSTILE], says: /Not the ID of a tenant/ },
  { args: ['--all', '--query', 'a\nb'], says: /without control characters/ },
];

const CASES: Record<string, Case> = {
  find: {
    print: [
      {
        args: ['--kind', 'blog', '--status', 'failed', '--phase', 'failed', '--tenant', ID, '--limit', '7'],
        words: [
          [
            ...['temporal', 'workflow', 'list', '--query'],
            `OrderKind = "blog" AND ExecutionStatus = "Failed" AND OrderPhase = "failed" AND Tenant = "${ID}"`,
            ...['--limit', '7', '--command-timeout', '30s'],
          ],
        ],
      },
      {
        args: ['--count'],
        words: [
          ['temporal', 'workflow', 'count', '--query', 'OrderKind IS NOT NULL', '--command-timeout', '30s'],
        ],
      },
      {
        args: ['--store', ID, '--batch', ID, '--status', 'running'],
        words: [
          [
            ...['temporal', 'workflow', 'list', '--query'],
            `OrderKind IS NOT NULL AND OrderStore = "${ID}" AND OrderBatch = "${ID}" AND ExecutionStatus = "Running"`,
            ...['--limit', '50', '--command-timeout', '30s'],
          ],
        ],
      },
      {
        args: ['--kind', 'blog', '--order-status', 'AWAITING_SELECTION'],
        words: [curl('GET', '/api/blog-generation?status=AWAITING_SELECTION&limit=50')],
      },
    ],
    wrong: [
      { args: ['--kind', HOSTILE], says: /Not a kind of order/ },
      { args: ['--status', HOSTILE], says: /Not a status of a run/ },
      { args: ['--phase', HOSTILE], says: /Not a phase/ },
      { args: ['--tenant', HOSTILE], says: /Not the ID of a tenant/ },
      { args: ['--store', HOSTILE], says: /Not the ID of a store/ },
      { args: ['--batch', HOSTILE], says: /Not the ID of a batch or bulk job/ },
      { args: ['--older-than', '2 weeks'], says: /Not an age/ },
      { args: ['--newer-than', HOSTILE], says: /Not an age/ },
      { args: ['--limit', '-1'], says: /whole number/ },
      { args: ['--order-status', HOSTILE], says: /Not a status of an order/ },
      { args: ['--order-status', 'FAILED'], says: /goes --kind/ },
      { args: ['blog'], says: /options only/ },
    ],
  },
  show: {
    print: [
      {
        args: [BLOG],
        words: [
          curl('GET', `/api/blog-generation/${ID}`),
          curl('GET', `/api/blog-generation/${ID}/events?limit=500`),
          ['temporal', 'workflow', 'describe', '--workflow-id', BLOG, '--command-timeout', '30s'],
          [
            'temporal',
            'workflow',
            'query',
            '--workflow-id',
            BLOG,
            '--type',
            'where',
            '--command-timeout',
            '30s',
          ],
        ],
      },
    ],
    wrong: noOrder,
  },
  retry: { print: [retryOne], wrong: wrongRetries },
  cancel: {
    print: [
      {
        args: [BLOG],
        words: [['temporal', 'workflow', 'cancel', '--workflow-id', BLOG, '--command-timeout', '30s']],
      },
      { args: ['--api', `item:${ID}`], words: [curl('POST', `/api/generation/${ID}/cancel`)] },
    ],
    wrong: noOrder,
  },
  'pick-idea': {
    print: [
      { args: [BLOG, OTHER], words: [signal(BLOG, 'selectIdea', `{"ideaId":"${OTHER}"}`)] },
      { args: [BLOG], words: [curl('GET', `/api/blog-generation/${ID}`)] },
    ],
    wrong: [
      ...noOrder,
      { args: [`bulk:${ID}`], says: /Only posts have ideas/ },
      { args: [BLOG, HOSTILE], says: /Not an idea/ },
      { args: [BLOG, '0'], says: /Not an idea/ },
    ],
  },
  'pause-job': {
    print: [{ args: [`bulk:${ID}`], words: [signal(`bulk:${ID}`, 'pause', '{}')] }],
    wrong: [...noOrder, { args: [BLOG], says: /Only bulk jobs/ }],
  },
  'resume-job': {
    print: [{ args: [`bulk:${ID}`], words: [signal(`bulk:${ID}`, 'resume', '{}')] }],
    wrong: [...noOrder, { args: [BLOG], says: /Only bulk jobs/ }],
  },
  'pause-lane': {
    print: [
      {
        args: ['images', '--reason', HOSTILE],
        words: [curl('POST', '/api/lanes/images/pause', JSON.stringify({ reason: HOSTILE }))],
      },
      {
        args: ['all', '--reason', 'Wartung für alle'],
        words: [curl('POST', '/api/lanes/pause', '{"reason":"Wartung für alle"}')],
      },
    ],
    wrong: [
      { args: ['images'], says: /--reason is needed/ },
      { args: ['images', '--reason'], says: /--reason needs a value/ },
      { args: ['images', '--reason', '--print'], says: /--reason needs a value/ },
      { args: ['images', '--reason', 'two\nlines'], says: /without control characters/ },
      { args: ['orders', '--reason', 'x'], says: /Not a lane that can be paused/ },
      { args: ['../../x', '--reason', 'x'], says: /Not a lane that can be paused/ },
    ],
  },
  'resume-lane': {
    print: [
      { args: ['images'], words: [curl('POST', '/api/lanes/images/resume')] },
      { args: ['all'], words: [curl('POST', '/api/lanes/resume')] },
    ],
    wrong: [
      { args: [], says: /one lane, or all/ },
      { args: [HOSTILE], says: /Not a lane that can be paused/ },
    ],
  },
  'try-now': {
    print: [
      {
        args: [BLOG, '--activity', '5'],
        words: [
          [
            ...['temporal', 'activity', 'reset', '--workflow-id', BLOG],
            ...['--activity-id', '5', '--command-timeout', '30s'],
          ],
        ],
      },
    ],
    wrong: [...noOrder, { args: [BLOG, '--activity', HOSTILE], says: /Not the ID of an activity/ }],
  },
  'drain-worker': {
    print: [{ args: ['4711@anywhere'], words: [['kill', '-TERM', '4711']] }],
    wrong: [
      { args: ['4711'], says: /Not a worker/ },
      { args: ['-1@here'], says: /Unknown option/ },
      { args: [`1@${HOSTILE}`], says: /Not a worker/ },
      { args: ['1@here', '--timeout', 'long'], says: /whole number/ },
    ],
  },
  'set-budget': {
    print: [
      {
        args: [ID, '--daily', '12.5', '--monthly', 'none'],
        words: [
          curl(
            'PATCH',
            `/api/tenants/${ID}`,
            '{"dailyCap":{"amount":1250,"currency":"USD"},"monthlyCap":null}',
          ),
        ],
      },
      {
        args: [ID, '--daily', '0.09'],
        words: [curl('PATCH', `/api/tenants/${ID}`, '{"dailyCap":{"amount":9,"currency":"USD"}}')],
      },
    ],
    wrong: [
      { args: [ID], says: /Expected --daily or --monthly/ },
      { args: [ID, '--daily', '1e3'], says: /needs US dollars/ },
      { args: [ID, '--daily', '-5'], says: /needs US dollars/ },
      { args: [HOSTILE, '--daily', '5'], says: /Not the ID of a tenant/ },
    ],
  },
  'tctl/retry': { print: [retryOne], wrong: wrongRetries },
  'tctl/cancel': {
    print: [{ args: [BLOG], words: [['tctl', 'workflow', 'cancel', '--workflow_id', BLOG]] }],
    wrong: noOrder,
  },
};

test('every script is tried here', () => {
  expect(Object.keys(CASES).sort()).toEqual(listScripts());
});

/** What a shell makes of lines that are pasted into it: the words of each, and the header that curl is told to read. */
async function paste(lines: string): Promise<string[][]> {
  const stubs = `
    said() { local word; for word in "$@"; do case "$word" in @/*) word=$(cat "\${word#@}") ;; esac; printf '%s\\0' "$word"; done; printf '\\n\\0'; }
    for tool in temporal tctl curl kill; do eval "$tool() { said $tool \\"\\$@\\"; }"; done
    export GALLEY_KEY=the-key
  `;
  const { stdout, stderr, code } = await runProgram('bash', ['-s'], {}, stubs + lines);
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .split('\n\0')
    .slice(0, -1)
    .map((line) => line.split('\0').slice(0, -1));
}

describe.each(Object.entries(CASES))('%s', (name, { print, wrong }) => {
  test('says with --help what it does', async () => {
    const { code, stdout, stderr } = await runScript(name, ['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`ops/${path.basename(name)}`);
    for (const word of ['--dry-run', '--print', 'Exit codes']) expect(stdout).toContain(word);
  });

  test('prints with --print what can be pasted, and runs nothing', async () => {
    for (const { args, words } of print) {
      // There is no system: whatever is sent fails.
      const nowhere = { GALLEY_KEY: 'secret-key', TEMPORAL_ADDRESS: '' };
      const { code, stdout, stderr } = await runScript(name, ['--print', ...args], nowhere);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).not.toContain('secret-key');
      expect(await paste(stdout)).toEqual(words);
    }
  });

  test('refuses what makes no sense, in a sentence', async () => {
    const all = [
      ...wrong,
      { args: ['--nonsense'], says: /Unknown option: --nonsense/ },
      { args: [...print[0]!.args, '--dry-run', '--print'], says: /not both/ },
    ];
    const answers = await Promise.all(all.map(({ args }) => runScript(name, args)));
    answers.forEach(({ code, stdout, stderr }, n) => {
      expect([all[n]!.args, code, stdout]).toEqual([all[n]!.args, 2, '']);
      expect(stderr).toMatch(all[n]!.says);
      expect(stderr).toMatch(/^Try: /m);
    });
  });
});

test('what the scripts know of kinds, lanes and addresses is what there is', async () => {
  const bases: Record<OrderKind, string> = {
    blog: BLOG_BASE,
    item: ITEMS_BASE,
    content: CONTENT_BASE,
    bulk: BULK_BASE,
    ...PURCHASE_BASES,
  };
  for (const kind of ORDER_KINDS) {
    const { stdout } = await runScript('cancel', ['--api', '--print', `${kind}:${ID}`]);
    expect(await paste(stdout)).toEqual([curl('POST', `${bases[kind]}/${ID}/cancel`)]);
  }
  const library = readFileSync(path.join(OPS, 'lib.sh'), 'utf8');
  expect(/^KINDS='(.*)'$/m.exec(library)![1]!.split('|').sort()).toEqual([...ORDER_KINDS].sort());
  expect(/^PAUSABLE='(.*)'$/m.exec(library)![1]!.split('|').sort()).toEqual([...PAUSABLE].sort());
});

test('the key reaches curl through a pipe, and is on no command line', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'galley-ops-'));
  try {
    const stub =
      '#!/usr/bin/env bash\nfor word in "$@"; do case "$word" in @/*) word="read: $(cat "${word#@}")" ;; esac; echo "$word"; done >&2; exit 7';
    writeFileSync(path.join(dir, 'curl'), stub, { mode: 0o755 });
    const env = { PATH: `${dir}:${process.env['PATH'] ?? ''}`, GALLEY_KEY: 'the-key' };
    // What curl says of its failure is shown to its first line only.
    const { stderr } = await runProgram(
      'bash',
      ['-c', `. ${OPS}/lib.sh; fail() { echo "$out" >&2; exit 1; }; need_api; api GET /api/x`],
      env,
    );
    expect(stderr.split('\n').filter((line) => line.includes('the-key'))).toEqual([`read: ${KEY_HEADER}`]);
    expect(stderr).toContain('/api/x');
  } finally {
    rmSync(dir, { recursive: true });
  }
});

describe('what is missing is said', () => {
  const missing = { TEMPORAL_CLI_PATH: '/nowhere/temporal', TCTL_PATH: '/nowhere/tctl' };

  test.each([
    ['cancel', /\/nowhere\/temporal was not found.*TEMPORAL_CLI_PATH/],
    ['tctl/cancel', /\/nowhere\/tctl was not found.*TCTL_PATH/],
  ])('the tool of %s', async (name, says) => {
    const { code, stderr } = await runScript(name, [BLOG], missing);
    expect([code, stderr]).toEqual([1, expect.stringMatching(says)]);
  });

  test('the key of the API, and what cannot be one', async () => {
    const { code, stderr } = await runScript('retry', [BLOG]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/GALLEY_KEY is not set/)]);
    const key = { GALLEY_KEY: 'a\nX-Forged: b' };
    const odd = await runScript('retry', [BLOG], key);
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringMatching(/GALLEY_KEY is not a key/)]);
  });

  test('an API and a Temporal that do not answer', async () => {
    const away = { GALLEY_KEY: 'key', GALLEY_URL: 'http://127.0.0.1:9', TEMPORAL_ADDRESS: '127.0.0.1:9' };
    const { code, stderr } = await runScript('retry', [BLOG], away);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/The API at .* does not answer/)]);
    expect(stderr).not.toContain('Bearer');
  });
});

test('shells and shellcheck find nothing to say', async () => {
  const files = [...listScripts(), 'lib.sh'].map((name) => path.join(OPS, name));
  for (const file of files)
    expect(await runProgram('bash', ['-n', file])).toEqual({ code: 0, stdout: '', stderr: '' });
  // Not every machine has it; the test above holds everywhere.
  const { code } = await runProgram('bash', ['-c', 'command -v shellcheck']);
  if (code === 0) expect(await runProgram('shellcheck', files)).toEqual({ code: 0, stdout: '', stderr: '' });
});

/** The scripts that the first column of a table in the README names. */
function named(table: string, column: RegExp): string[] {
  return table.split('\n').flatMap((line) => [...line.matchAll(column)].map((match) => match[1]!));
}

test('the tables in the README name every script, and nothing else', () => {
  const readme = readFileSync(path.join(OPS, 'README.md'), 'utf8');
  const [tasks, tctl] = readme.split('## From `tctl` to `temporal`');
  const here = listScripts();
  const scripts = new Set(named(tasks!, /^\|[^|]*\| `([a-z-]+)[^|]*\|/gm));
  expect([...scripts].sort()).toEqual(here.filter((name) => !name.startsWith('tctl/')));
  const old = new Set(named(tctl!, /^\| `ops\/(tctl\/[a-z-]+)/gm));
  expect([...old].sort()).toEqual(here.filter((name) => name.startsWith('tctl/')));
});
