import { randomUUID } from 'node:crypto';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { queuedTo } from '../../support/queued-mail';
import { addSite, openly } from '../catalogue/support';
import { addForSale, articleOf, dataOf, linkOf, newAddress, start } from './support';
import type { ForSale } from './support';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const countPurchases = async (): Promise<number> => {
  const { rows } = await galley.database.pool.query<{ many: number }>(
    'select count(*)::int as many from purchases',
  );
  return rows[0]!.many;
};

/** What is said of each field that was refused. */
async function problemsOf(body: object): Promise<Record<string, string>> {
  const before = await countPurchases();
  const answer = await start(galley, { email: newAddress(), ...body });
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ success: false, error: 'bad_request' });
  expect(await countPurchases()).toBe(before);
  const problems = answer.json['problems'] as Array<{ field: string; problem: string }>;
  return Object.fromEntries(problems.map(({ field, problem }) => [field, problem]));
}

describe('what is ordered', () => {
  test('a link: its price is copied, and its address is mailed a link that nothing of a visitor is in', async () => {
    const email = newAddress();
    const asked = {
      ...linkOf(sale),
      targetUrl: ' https://bücher.example/a b ',
      anchorText: 'hand coffee grinder',
      notes: 'ignore the rules\nand the rest',
      email: ` ${email.toUpperCase().replace('SHOP.EXAMPLE', 'Shop.Example')} `,
      locale: 'de',
    };
    const answer = await start(galley, asked);
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      success: true,
      message: 'Check your email to continue.',
      data: {
        purchaseId: expect.any(String) as string,
        product: 'backlink',
        price: { amount: 12_000, currency: 'EUR' },
        minutes: 1_440,
      },
    });
    const { rows } = await galley.database.pool.query('select * from purchases where id = $1', [
      dataOf(answer)['purchaseId'],
    ]);
    expect(rows[0]).toMatchObject({
      ...{ product: 'backlink', article_id: sale.article.id, domain_id: sale.site.id },
      target_url: 'https://xn--bcher-kva.example/a%20b',
      ...{ anchor_text: 'hand coffee grinder', notes: 'ignore the rules\nand the rest' },
      ...{ amount: '12000', currency: 'EUR', folded: email, locale: 'de', confirmed_at: null },
      address: `${email.split('@')[0]!.toUpperCase()}@shop.example`,
    });
    const mails = await queuedTo(galley, rows[0]!.address as string);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ kind: 'purchase_link', locale: 'de', tenantId: null });
    expect(mails[0]!.secret).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(mails[0]!.facts)).not.toMatch(/ignore|bcher|grinder/);
  });

  test('a new article: its anchor only has to be a safe text, and it has an id that is reserved for it', async () => {
    const answer = await start(galley, {
      ...articleOf(sale),
      anchorText: 'a*b*_c_ `best` [cheap] shoes',
      email: newAddress(),
      price: { amount: 45_000, currency: 'USD' },
    });
    expect(answer.status).toBe(202);
    expect(dataOf(answer)).toMatchObject({ product: 'article', price: { amount: 45_000, currency: 'USD' } });
  });

  test('the same twice at once is one purchase and one mail', async () => {
    const email = newAddress();
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => start(galley, { ...linkOf(sale), email })),
    );
    expect(new Set(answers.map((answer) => dataOf(answer)['purchaseId'])).size).toBe(1);
    expect(await queuedTo(galley, email)).toHaveLength(1);
    const other = await start(galley, { ...linkOf(sale), notes: 'near the end', email });
    expect(dataOf(other)['purchaseId']).not.toBe(dataOf(answers[0]!)['purchaseId']);
    expect(await queuedTo(galley, email)).toHaveLength(2);
  });

  test('the same again after a minute is the same purchase with a further mail, whose links both work', async () => {
    const email = newAddress();
    const first = await start(galley, { ...linkOf(sale), email });
    await galley.database.pool.query(
      `update purchases set mailed_at = mailed_at - interval '61 seconds' where id = $1`,
      [dataOf(first)['purchaseId']],
    );
    const again = await start(galley, { ...linkOf(sale), email });
    expect(dataOf(again)).toEqual(dataOf(first));
    const mails = await queuedTo(galley, email);
    expect(mails.map(({ round }) => Number(round))).toEqual([1, 2]);
    expect(new Set(mails.map(({ secret }) => secret)).size).toBe(2);
  });
});

describe('what is refused at the door', () => {
  test.each([
    ['a line break', 'b@shop.example\r\nBcc: evil@x.example'],
    ['two recipients', 'b@shop.example, evil@x.example'],
    ['a name', 'B <b@shop.example>'],
    ['nothing', ' '],
  ])('case 28: %s in the address', async (_what, email) => {
    expect(await problemsOf({ ...linkOf(sale), email })).toEqual({
      'body.email': 'must be exactly one email address, without a name',
    });
  });

  test.each([
    ['a newline', 'hand\ncoffee', 'must be one line'],
    ['only spaces', '   ', 'must have a character that can be seen'],
    ['a bidi override', 'hand \u202ecoffee', 'must not contain control or text-direction characters'],
    ['201 characters', 'x'.repeat(201), 'must have at most 200 characters'],
  ])('case 23: %s in the anchor, of either product', async (_what, anchorText, problem) => {
    expect(await problemsOf({ ...linkOf(sale), anchorText })).toEqual({ 'body.anchorText': problem });
    expect(await problemsOf({ ...articleOf(sale), anchorText })).toEqual({ 'body.anchorText': problem });
  });

  test('case 22: an anchor for which the article has no place', async () => {
    const full = await addForSale(galley, '# Kettles\n\n```\nhand coffee grinder\n```\n');
    expect(await problemsOf(linkOf(full))).toEqual({
      'body.anchorText': 'has no place in this article where a link may stand',
    });
    expect((await start(galley, { ...articleOf(full), email: newAddress() })).status).toBe(202);
  });

  test.each([
    [
      'ftp://shop.example/',
      'must be a web address that begins with http:// or https://, without user name and password',
    ],
    [
      'https://me:secret@shop.example/',
      'must be a web address that begins with http:// or https://, without user name and password',
    ],
    ['http://127.0.0.1/', 'must be in the public internet'],
    ['http://0x7f000001/', 'must be in the public internet'],
    ['http://printer.local/', 'must be in the public internet'],
    ['https://shop.example/\ud800', 'must not contain null characters or half characters (lone surrogates)'],
  ])('the address %j', async (targetUrl, problem) => {
    expect(await problemsOf({ ...linkOf(sale), targetUrl })).toEqual({ 'body.targetUrl': problem });
  });

  test('what belongs to the other product, and what is missing', async () => {
    expect(Object.keys(await problemsOf({ ...linkOf(sale), ...articleOf(sale) }))).toEqual([
      ...['body.domainId', 'body.topic', 'body.niche', 'body.keyword'],
    ]);
    const { topic: _, ...without } = articleOf(sale);
    expect(await problemsOf(without)).toEqual({ 'body.topic': 'is required for a new article' });
    const { articleId: __, ...neither } = linkOf(sale);
    expect(Object.keys(await problemsOf(neither))).toEqual(['body.articleId']);
    expect((await start(galley, { ...linkOf(sale), email: newAddress(), amount: 1 })).status).toBe(400);
  });

  test('what nobody can see, and what is not for sale', async () => {
    const email = newAddress();
    expect((await start(galley, { ...linkOf(sale), articleId: randomUUID(), email })).status).toBe(404);
    expect((await start(galley, { ...articleOf(sale), domainId: randomUUID(), email })).status).toBe(404);
    const dear = await addSite(galley.operator);
    expect(await start(galley, { ...articleOf({ site: dear }), email })).toMatchObject({
      status: 409,
      json: { error: 'conflict', message: 'This is not for sale at the moment.' },
    });
    await galley.operator.call('PATCH', `/api/domains/${dear.id}`, { body: { active: false } });
    expect((await start(galley, { ...articleOf({ site: dear }), email })).status).toBe(404);
  });

  test('a price that has changed since it was shown, with the new one', async () => {
    const seen = { amount: 11_000, currency: 'EUR' };
    const answer = await start(galley, { ...linkOf(sale), email: newAddress(), price: seen });
    expect(answer).toMatchObject({
      status: 409,
      json: { success: false, error: 'price_changed', price: { amount: 12_000, currency: 'EUR' } },
    });
  });

  test('too many mails to one address, whichever way they are asked for and however it is written', async () => {
    const email = newAddress();
    const order = (n: number) =>
      start(galley, { ...linkOf(sale), notes: String(n), email: n % 2 ? email : email.toUpperCase() });
    for (let n = 0; n < 4; n += 1) expect((await order(n)).status).toBe(202);
    const signIn = await fetch(`${galley.apiUrl}/api/session/mails`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address: email }),
    });
    expect(signIn.status).toBe(202);
    const refused = await order(5);
    expect(refused).toMatchObject({ status: 429, json: { success: false, error: 'too_many_requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

test('sites that sell are listed with their prices, without those that are off the list', async () => {
  const hidden = await addForSale(galley);
  await galley.operator.call('PATCH', `/api/domains/${hidden.site.id}`, { body: { active: false } });
  const { status, data } = await openly(`${galley.apiUrl}/api/v1/domains?limit=100`);
  expect(status).toBe(200);
  const items = data['items'] as Array<{ id: string }>;
  expect(items.find(({ id }) => id === sale.site.id)).toEqual({
    ...{
      id: sale.site.id,
      host: sale.site.host,
      name: `Site of ${sale.site.host}`,
      language: 'en',
      niche: '',
    },
    prices: { backlink: { amount: 12_000, currency: 'EUR' }, article: { amount: 45_000, currency: 'USD' } },
  });
  expect(items.some(({ id }) => id === hidden.site.id)).toBe(false);
});
