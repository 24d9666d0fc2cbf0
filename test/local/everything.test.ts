import { Parser } from 'htmlparser2';
import {
  off,
  offOfMail,
  offOfPost,
  offOfPurchase,
  offOfRefund,
  offOfText,
} from '../../src/local/everything/books';
import type { Measured } from '../../src/local/everything/books';
import { fileNameOf, outputFiles } from '../../src/local/everything/pages';
import type { SimulatedBooks } from '../../src/local/everything/simulated';
import { tableText } from '../../src/local/everything/table';
import type { TableRow } from '../../src/local/everything/table';

const NOTHING = { lost: 0, doubled: 0 };

const row: TableRow = {
  ...{ kind: 'blog post', what: 'Kettles', result: 'published', ms: 12_345 },
  ...{ cost: { micros: 20_800, isMost: true }, ...NOTHING },
};

const order: Measured = {
  ...{
    id: 'o1',
    parentId: null,
    kind: 'blog',
    status: 'DONE',
    hasEnded: true,
    ms: 1,
    costMicros: 1,
    isMost: false,
  },
  ...{ answeredTwice: 0, title: 'Kettles', text: 'Text.', language: 'en', postId: 'p1', sessionId: null },
  isPublished: false,
};

/** Books of providers with these entries, as far as they are looked at. */
const books = (own: Partial<Record<keyof SimulatedBooks, object[]>>): SimulatedBooks =>
  ({ posts: [], sessions: [], refunds: [], mails: [], ...own }) as unknown as SimulatedBooks;

describe('what the demo finds to be lost or doubled', () => {
  const post = { id: 'p1', fields: { title: 'Kettles' } };
  const session = { metadata: { order_id: 'o1' }, paymentStatus: 'paid', paymentIntent: 'pi1' };
  const refund = { status: 'succeeded', paymentIntent: 'pi1' };

  test.each([
    ['as many as wanted', off(2, 2), NOTHING],
    ['too few', off(1, 3), { lost: 2, doubled: 0 }],
    ['too many', off(3, 1), { lost: 0, doubled: 2 }],
    ['a post', offOfPost(order, books({ posts: [post] })), NOTHING],
    ['a post that its store does not have', offOfPost(order, books({})), { lost: 1, doubled: 0 }],
    [
      'a post under another id',
      offOfPost(order, books({ posts: [{ ...post, id: 'p2' }] })),
      { lost: 1, doubled: 0 },
    ],
    [
      'a post twice',
      offOfPost(order, books({ posts: [post, { ...post, id: 'p2' }] })),
      { lost: 0, doubled: 1 },
    ],
    [
      'an answer paid for twice',
      offOfText({ ...order, status: 'completed', answeredTwice: 1 }),
      { lost: 0, doubled: 1 },
    ],
    ['a text', offOfText({ ...order, status: 'completed' }), NOTHING],
    [
      'a completed text of nothing',
      offOfText({ ...order, status: 'completed', text: '' }),
      { lost: 1, doubled: 0 },
    ],
    ['a failed text', offOfText({ ...order, status: 'failed' }), { lost: 1, doubled: 0 }],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('purchases and refunds are counted in the books of the payment provider', () => {
    const bought = { ...order, status: 'COMPLETED', isPublished: true };
    expect(offOfPurchase(bought, books({ sessions: [session] }))).toEqual(NOTHING);
    expect(offOfPurchase(bought, books({}))).toEqual({ lost: 1, doubled: 0 });
    expect(offOfPurchase(bought, books({ sessions: [session, session] }))).toEqual({ lost: 0, doubled: 1 });
    expect(offOfPurchase({ ...bought, isPublished: false }, books({ sessions: [session] }))).toEqual({
      ...{ lost: 1, doubled: 0 },
    });
    const rejected = { ...order, status: 'FAILED' };
    const paid = { sessions: [session] };
    expect(offOfRefund(rejected, books({ ...paid, refunds: [refund] }))).toEqual(NOTHING);
    expect(offOfRefund(rejected, books({ ...paid, refunds: [{ ...refund, status: 'pending' }] }))).toEqual({
      ...{ lost: 1, doubled: 0 },
    });
    expect(offOfRefund(rejected, books({ ...paid, refunds: [refund, refund] }))).toEqual({
      lost: 0,
      doubled: 1,
    });
  });

  test('a mail that was sent again is the same one', () => {
    const mails = ['<1>', '<1>', '<2>'].map((messageId) => ({ messageId }));
    expect(offOfMail({ mails: 2, undelivered: 0, finished: 1 }, books({ mails }))).toEqual(NOTHING);
    expect(offOfMail({ mails: 3, undelivered: 0, finished: 1 }, books({ mails }))).toEqual({
      lost: 1,
      doubled: 0,
    });
    expect(offOfMail({ mails: 1, undelivered: 0, finished: 1 }, books({ mails }))).toEqual({
      lost: 0,
      doubled: 1,
    });
  });
});

describe('the table', () => {
  test('has numbers to the right, and says which costs are a maximum', () => {
    const plain = { ...row, kind: 'mail', what: 'x', ms: null, cost: null, lost: 1 };
    expect(tableText([row, plain])).toEqual([
      'kind       what     result       time       cost  lost  doubled',
      'blog post  Kettles  published  12.3 s  ≤ $0.0208     0        0',
      'mail       x        published       –          –     1        0',
    ]);
  });

  test('keeps a title on its line', () => {
    const [, line] = tableText([{ ...row, what: `a\u001b[2Jb\n${'𝔊'.repeat(100)}` }]);
    expect(line).toMatch(/^blog post {2}a \[2Jb 𝔊+… {2}published/u);
  });
});

describe('pages', () => {
  const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)> ../../etc \u0000';

  test.each([
    ['markup', HOSTILE, /^01-[a-z0-9-]+\.html$/],
    ['a path', '../../../etc/passwd', /^01-[a-z0-9-]+\.html$/],
    ['umlauts', 'Über Tee & Kaffee', /^01-u[a-z0-9-]+\.html$/],
    ['another script', '茶', /^01(-[a-z0-9-]+)?\.html$/],
    ['nothing', '', /^01\.html$/],
    ['a very long title', 'x'.repeat(5_000), /^01-x{60}\.html$/],
  ])('of %s have a safe name', (_, title, name) => {
    expect(fileNameOf(1, title)).toMatch(name);
  });

  test('hold hostile texts as text, load nothing, and are all linked', () => {
    const texts = [1, 2].map(() => ({
      ...{ kind: HOSTILE, title: HOSTILE, language: 'en" onload="x' },
      markdown: `# ${HOSTILE}\n\n${HOSTILE}\n\n[x](javascript:alert(1)) ![y](http://127.0.0.1/p.png)`,
    }));
    const files = outputFiles({ rows: [{ ...row, what: HOSTILE }], texts, summary: HOSTILE });
    expect(new Set(files.map(({ name }) => name)).size).toBe(3);
    const [index] = files;
    expect(index!.name).toBe('index.html');
    for (const { name } of files.slice(1)) expect(index!.content).toContain(`href="${name}"`);
    for (const { content } of files) {
      expect(content).toContain("default-src 'none'");
      const opened: string[] = [];
      const parser = new Parser({
        onopentag(tag, attributes) {
          opened.push(tag);
          for (const [attribute, value] of Object.entries(attributes)) {
            expect(attribute).not.toMatch(/^on|^src|^style$/);
            if (attribute === 'href') expect(value).toMatch(/^[\w-]+\.html$/);
          }
        },
      });
      parser.end(content);
      for (const tag of ['script', 'iframe', 'img', 'link', 'object']) expect(opened).not.toContain(tag);
    }
  });
});
