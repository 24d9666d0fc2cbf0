import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { LARGEST_REFUSAL, LARGEST_TEXT, parseJson, readAnyText, readText } from '../../src/clients/body';
import { eachInTurn, shownSections, shownText } from '../../src/clients/wix/catalogs';

/** A response whose parts are counted as they are read. */
function counted(parts: number, status: number): { response: Response; read: () => number } {
  let read = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (read++ === parts) controller.close();
      else controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
    },
  });
  return { response: new Response(body, { status }), read: () => read };
}

test('an answer that is too large is not read to its end', async () => {
  const good = counted(100, 200);
  await expect(readText(good.response)).rejects.toMatchObject({ reason: 'too_large' });
  expect(good.read()).toBeLessThanOrEqual(LARGEST_TEXT / 1024 ** 2 + 2);
  const refusal = counted(100, 500);
  expect(await readAnyText(refusal.response)).toBe('');
  expect(refusal.read()).toBeLessThanOrEqual(LARGEST_REFUSAL / 1024 ** 2 + 2);
});

test('what counts is its size after decompression', async () => {
  const bomb = gzipSync(Buffer.alloc(LARGEST_TEXT * 2, 32));
  const server = createServer((_req, res) => res.setHeader('content-encoding', 'gzip').end(bomb));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(`http://127.0.0.1:${port}`);
    await expect(readText(response)).rejects.toMatchObject({ reason: 'too_large' });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('JSON nested deeper than any answer is no JSON', () => {
  expect(() => parseJson('['.repeat(100_000) + ']'.repeat(100_000))).toThrow(SyntaxError);
  expect(parseJson(`{"a":"${'['.repeat(1_000)}"}`)).toEqual({ a: '['.repeat(1_000) });
});

test('texts of sites are cut before they are read, and never within a tag', async () => {
  expect(shownText(`${'<b>a</b>'.repeat(100)}<a href="https://x.example">`, 50)).toBe('a'.repeat(50));
  expect(shownText('<i>x</i> <img alt="a long description of it">'.repeat(3), 2)).toBe('x');
  expect(shownText('<'.repeat(100_000), 500)).toHaveLength(500);
  expect(
    shownSections(
      Array.from({ length: 1_000 }, () => ({ title: 't', text: 'x' })),
      'text',
    ),
  ).toHaveLength(30);
  let turns = 0;
  const other = setInterval(() => turns++, 0);
  await eachInTurn(Array.from({ length: 200 }), () => [shownText('<b>'.repeat(1_300), 500)]);
  clearInterval(other);
  expect(turns).toBeGreaterThan(1);
});
