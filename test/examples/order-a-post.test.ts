import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

let galley: Galley;
let folder: string;
/** The command of each example. */
let commands: Record<'sh' | 'py' | 'ts', [string, ...string[]]>;

/** Compiles the example as its README does, and answers what the compiler has against it. */
function compile(outDir: string): string[] {
  const { config } = ts.readConfigFile(path.join(EXAMPLES, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, EXAMPLES, { outDir });
  const program = ts.createProgram(parsed.fileNames, parsed.options);
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'galley-examples-'));
  expect(compile(folder)).toEqual([]);
  commands = {
    sh: ['sh', path.join(EXAMPLES, 'order-a-post.sh')],
    py: ['python3', path.join(EXAMPLES, 'order-a-post.py')],
    ts: [process.execPath, path.join(folder, 'order-a-post.js')],
  };
  expect(existsSync(commands.ts[1]!)).toBe(true);
  galley = await startGalley();
}, 90_000);

afterAll(async () => {
  await galley?.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => galley.simulators.control.clearFaults());

interface Ran {
  code: number | string;
  out: string;
  err: string;
}

function run(kind: keyof typeof commands, env: Record<string, string> = {}, keyword?: string): Promise<Ran> {
  const [command, ...args] = commands[kind];
  return new Promise((resolve) => {
    execFile(
      command,
      [...args, ...(keyword === undefined ? [] : [keyword])],
      {
        env: {
          PATH: process.env['PATH'],
          GALLEY_URL: galley.apiUrl,
          GALLEY_KEY: galley.stores[0]!.key,
          ...env,
        },
      },
      (error, out, err) => resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

const KINDS = ['sh', 'py', 'ts'] as const;

describe.each(KINDS)('order-a-post.%s', (kind) => {
  test('takes an order to its post and prints the address alone', async () => {
    const keyword = `say "hello" \\ to ${kind} & friends`;
    const { code, out, err } = await run(kind, {}, keyword);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(
        /^Order [0-9a-f-]{36} is placed\n(?:It is [A-Z_]+\n)+Picking: .{10,}\n(?:It is [A-Z_]+\n)+Approving: .{10,}\n(?:It is [A-Z_]+\n)*It is DONE\n$/,
      ),
    });
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/wix\/sites\/\S+\n$/);
    const published = await fetch(out.trim());
    expect(published.status).toBe(200);
    const order = await galley.stores[0]!.read(/[0-9a-f-]{36}/.exec(err)![0]);
    expect(order).toMatchObject({
      sourceId: keyword,
      status: 'DONE',
      publishMode: 'approve',
      selectedIdeaId: order.ideas[0]!.id,
    });
    expect(order.publication!.url).toBe(out.trim());
  });

  test('an order that fails ends it with code 1 and the reason', async () => {
    galley.simulators.control.addFault({
      provider: 'openai',
      kind: 'ideas',
      times: -1,
      action: { type: 'refusal', text: 'No.' },
    });
    const { code, out, err } = await run(kind);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^Error: the order is FAILED/m);
  });

  test('a wrong key and a missing setting are told', async () => {
    const wrong = await run(kind, { GALLEY_KEY: 'galley_not-a-key' });
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.err).toMatch(/^Error: the API answers 401: \{"error":"unauthorized"/);
    const missing = await run(kind, { GALLEY_URL: '' });
    expect(missing.code).not.toBe(0);
    expect(missing.err).toMatch(/^.*GALLEY_URL.* is the address of the API.*\n$/);
  });
});
