import { PNG } from 'pngjs';
import type { Simulators } from '../../src/simulators/options';
import { drawPicture } from '../../src/simulators/pictures/picture';
import { replicateOf, startFast } from './clients';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startFast();
});
afterAll(() => simulators.stop());
afterEach(() => simulators.control.reset());

const model = 'black-forest-labs/flux-schnell';

describe('predictions through the official client', () => {
  it('create, get, list and deliver a 1200×630 PNG', async () => {
    const client = replicateOf(simulators);
    const created = await client.predictions.create({
      model,
      input: { prompt: 'a quiet desk', title: 'Desk' },
    });
    const got = await client.predictions.get(created.id);
    expect(got).toMatchObject({
      status: 'succeeded',
      error: null,
      model,
      input: { title: 'Desk' },
      source: 'api',
    });
    expect(got.urls.cancel).toBe(`${got.urls.get}/cancel`);
    const listed = await client.predictions.list();
    expect(listed.results[0]).toMatchObject({ id: created.id, input: { prompt: 'a quiet desk' } });
    const [url] = got.output as string[];
    const file = await fetch(url!);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(PNG.sync.read(Buffer.from(await file.arrayBuffer()))).toMatchObject({ width: 1200, height: 630 });
    const other = await client.run(model, { input: { prompt: 'a red boat' } });
    const bytes = Buffer.from(await (await fetch((other as string[])[0]!)).arrayBuffer());
    expect(bytes.equals(Buffer.from(await (await fetch(url!)).arrayBuffer()))).toBe(false);
  });

  it('pass through starting and processing, and can be cancelled', async () => {
    // As slow as the real one, which takes many seconds: the cancel comes in time, however busy the machine is.
    const real = await startFast({ latency: 'spread', speed: 1 });
    const cancelling = replicateOf(real);
    const first = await cancelling.predictions.create({ model, input: { prompt: 'x' } });
    expect(['starting', 'processing']).toContain(first.status);
    expect((await cancelling.predictions.cancel(first.id)).status).toBe('canceled');
    await real.stop();
    const slow = await startFast({ latency: 'spread', speed: 100 });
    const client = replicateOf(slow);
    const done = await client.wait(await client.predictions.create({ model, input: { prompt: 'y' } }), {
      interval: 50,
    });
    expect(done.status).toBe('succeeded');
    expect(done.metrics!.predict_time).toBeGreaterThan(0);
    await slow.stop();
  });

  it('are listed in pages, newest first', async () => {
    const client = replicateOf(simulators);
    for (let number = 0; number < 103; number++)
      await client.predictions.create({ version: 'abc123', input: { prompt: `p${number}` } });
    const pages = [];
    for await (const page of client.paginate(() => client.predictions.list())) pages.push(page);
    expect(pages.map((page) => page.length)).toEqual([100, 3]);
    expect((pages[0]![0] as { input: { prompt: string } }).input.prompt).toBe('p102');
  });

  it('are rejected with a missing token or bad input', async () => {
    const bare = await fetch(`${simulators.replicateUrl}/predictions`);
    expect(bare.status).toBe(401);
    expect(await bare.json()).toMatchObject({ title: 'Unauthenticated', status: 401 });
    await expect(replicateOf(simulators).predictions.create({ model, input: {} })).rejects.toMatchObject({
      response: { status: 422 },
    });
    await expect(replicateOf(simulators).predictions.get('none')).rejects.toMatchObject({
      response: { status: 404 },
    });
  });

  it('are rate limited, with the delay in body and header', async () => {
    const limited = await startFast({ replicate: { createsPerMinute: 12, othersPerMinute: 6000 } });
    const create = () =>
      fetch(`${limited.replicateUrl}/predictions`, {
        method: 'POST',
        headers: { authorization: 'Bearer r8_x' },
        body: JSON.stringify({ version: 'v', input: { prompt: 'x' } }),
      });
    expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
    const refused = await create();
    expect(refused.status).toBe(429);
    const body = (await refused.json()) as { detail: string; status: number; retry_after: number };
    expect(body.status).toBe(429);
    expect(body.detail).toContain(`resets in ~${body.retry_after}s`);
    expect([4, 5]).toContain(body.retry_after);
    expect(refused.headers.get('retry-after')).toBe(String(body.retry_after));
    await limited.stop();
  });

  it('cannot be downloaded once expired', async () => {
    const [url] = (await replicateOf(simulators).run(model, { input: { prompt: 'x' } })) as string[];
    simulators.control.expirePictures();
    const gone = await fetch(url!);
    expect(gone.status).toBe(403);
    expect(await gone.text()).toContain('<Code>AccessDenied</Code>');
  });
});

describe('drawing', () => {
  it('is reproducible and depends on prompt and title', () => {
    const draw = (prompt: string, title: string) => drawPicture({ seed: 1, prompt, title });
    expect(draw('a', 'T').equals(draw('a', 'T'))).toBe(true);
    expect(draw('a', 'T').equals(draw('b', 'T'))).toBe(false);
    expect(draw('a', 'T').equals(draw('a', 'U'))).toBe(false);
    expect(() => draw('', '日本語 🚲 '.repeat(60))).not.toThrow();
  });
});
