import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pool } from 'pg';
import { mailedToken } from './support/mail.mjs';
import { newContext, seriousOn, shared, signedIn, skip, until, visit } from './support/panel.mjs';

const SITE = 'www.hedgeandtrowel.example';

const fileOf = (name, text) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });

const article = (title, body = 'A first line. A second one.\n') =>
  `---\ntitle: ${title}\nauthor: Ines Brandt\ndate: 2026-05-01\ndomain: ${SITE}\n---\n\n${body}`;

test(
  'whoever is not signed in finds an article by a word, and reads it with its prices',
  { skip },
  async (t) => {
    const page = await (await newContext(t)).newPage();
    await page.goto(`${shared.url}/articles`);
    await page.getByRole('heading', { level: 1, name: 'Articles' }).waitFor();
    await page.getByRole('link', { name: 'The first three winters of a bare-root hedge' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search articles' }).fill('hornbeam couch');
    await page.getByRole('link', { name: /moka pot/ }).waitFor({ state: 'detached' });
    assert.match(page.url(), /q=hornbeam/);
    await page.getByRole('link', { name: 'The first three winters of a bare-root hedge' }).click();
    await page.getByRole('heading', { level: 1, name: /three winters/ }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Before the plants come' }).waitFor();
    await page.getByText('By Ines Brandt, 14 February 2026').waitFor();
    await page.getByText('You pay €140, once.').waitFor();
    const link = page.getByRole('link', { name: 'two water butts' });
    assert.equal(await link.getAttribute('href'), `https://${SITE}/rainwater`);
    await page.getByRole('link', { name: 'on Hedge & Trowel' }).click();
    await page.getByText(`Only articles from ${SITE}`).waitFor();
    await page.getByRole('link', { name: 'What a tomato plant needs in August' }).waitFor();
    assert.equal(await page.getByRole('link', { name: /moka pot/ }).count(), 0);
    await page.getByRole('searchbox', { name: 'Search articles' }).fill('zebra stripes');
    await page.getByText('No article matches. Try other words.').waitFor();
    // An address that is none says so, and leads back.
    await page.goto(`${shared.url}/articles/nothing`);
    await page.getByRole('heading', { level: 1, name: 'Nothing found at this address.' }).waitFor();
    await page.getByRole('link', { name: 'All articles' }).click();
    await page
      .getByRole('link', { name: 'Water for coffee' })
      .or(page.getByText('without a chemistry degree'))
      .first()
      .waitFor();
  },
);

test('prices are written as their currency is, in the reader’s language', { skip }, async (t) => {
  const page = await (await newContext(t, { locale: 'de-DE' })).newPage();
  await page.goto(`${shared.url}/articles?domain=slowpour.example`);
  await page
    .getByText(/^Link: 18\.000\s¥$/)
    .first()
    .waitFor();
});

test(
  'an administrator imports files, is told of the one that is refused, and publishes another version',
  { skip },
  async (t) => {
    const page = await signedIn(t, '/catalogue', { key: shared.admin.key });
    await page.getByRole('link', { name: 'Import articles' }).click();
    await page.getByRole('heading', { level: 1, name: 'Import articles' }).waitFor();
    const title = `Frost ${Date.now()}`;
    await page
      .getByLabel('Markdown files')
      .setInputFiles([fileOf('frost.md', article(title)), fileOf('broken.md', '---\ntitle: x\n---\ntext')]);
    await page.getByLabel('Or paste one article').fill(article(`Thaw ${Date.now()}`));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('#content').getByText('2 files imported, 1 refused.').waitFor();
    await page.getByText('Refused: line 1: "author" is missing.').waitFor();
    // The same files again change nothing.
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Unchanged').first().waitFor();
    await page.getByRole('link', { name: 'frost.md' }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('textbox', { name: 'New version' }).fill('Another text. It is short.\n');
    await page.getByRole('button', { name: 'Save version' }).click();
    await page.getByRole('button', { name: 'Publish version 2' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Publish version 2' }).click();
    await page.getByRole('button', { name: 'Roll back to version 1' }).waitFor();
    await page.getByRole('link', { name: 'Public page' }).click();
    await page.getByText('Another text. It is short.').waitFor();
  },
);

test('a site is added, and its prices are read strictly', { skip }, async (t) => {
  const page = await signedIn(t, '/catalogue', { key: shared.admin.key });
  const host = `site-${Date.now()}.example`;
  await page.getByRole('button', { name: 'Add site' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Night Baking');
  await dialog.getByLabel('Host').fill('localhost');
  await dialog.getByRole('button', { name: 'Add site' }).click();
  await dialog.getByText(/must be the public host of a site/).waitFor();
  await dialog.getByLabel('Host').fill(host);
  await dialog.getByRole('button', { name: 'Add site' }).click();
  await page.getByRole('heading', { level: 1, name: 'Night Baking' }).waitFor();
  const price = page.getByRole('textbox', { name: 'Price of a link' });
  await price.fill('1,000');
  await page.getByText(/enter an amount such as/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save changes' }).isDisabled(), true);
  await price.fill('120.50');
  await page.getByLabel('Pages to link to').fill('Our ovens | https://ovens.example/');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Site changed: internalPages, prices').waitFor();
  const { items } = await shared.admin.call('GET', '/api/domains?limit=1');
  assert.equal(items[0].host, host);
  assert.deepEqual(items[0].prices, { backlink: { amount: 12_050, currency: 'EUR' }, article: null });
  await page.getByRole('button', { name: 'Archive site' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Archive site' }).click();
  await page.getByRole('button', { name: 'Restore site' }).waitFor();
  await until('it is archived', async () => {
    const { active } = await shared.admin.call('GET', `/api/domains/${items[0].id}`);
    return active === false;
  });
});

/** Sends a request as a visitor without a key does. */
async function openly(path, body) {
  const answer = await fetch(`${shared.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { data, ...rest } = await answer.json();
  assert.ok(answer.ok, JSON.stringify(rest));
  return data;
}

/** Orders a link in an article, and has it count as approved. */
async function buyLink(articleId, link) {
  const email = `rollback-${Date.now()}@buyers.example`;
  await openly('/api/v1/purchase/start', { articleId, email, ...link });
  await openly('/api/v1/purchase/confirm', { token: await mailedToken(email, 'purchase_link') });
  const pool = new Pool({ connectionString: shared.system.stack.databaseUrl, max: 1 });
  await pool.query(
    `update purchases p set approved_at = clock_timestamp(), approved_version_id = a.selected_version_id
       from articles a where a.id = p.article_id and p.address = $1`,
    [email],
  );
  await pool.end();
}

test(
  'an administrator rolls an article back, and is shown first which paid links disappear',
  { skip },
  async (t) => {
    const content = 'A hand coffee grinder is quiet. It is small.\n';
    const linked = 'A [hand coffee grinder](https://shop.example/grinders) is quiet. It is small.\n';
    const article = await shared.admin.call('POST', '/api/articles', {
      ...{ domain: SITE, title: `Grinders ${Date.now()}`, author: 'Ines Brandt', publishedOn: '2026-05-01' },
      content,
    });
    await buyLink(article.id, {
      anchorText: 'hand coffee grinder',
      targetUrl: 'https://shop.example/grinders',
    });
    const { id: versionId } = await shared.admin.call('POST', `/api/articles/${article.id}/versions`, {
      content: linked,
    });
    await shared.admin.call('POST', `/api/articles/${article.id}/select`, { versionId });
    const page = await signedIn(t, `/catalogue/articles/${article.id}`, { key: shared.admin.key });
    await page.getByText('The site has no outlet.').waitFor();
    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('A paid link disappears:').waitFor();
    await dialog.getByText('https://shop.example/grinders').waitFor();
    assert.deepEqual(await seriousOn(page), []);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/rollback.png` });
    await dialog.getByRole('button', { name: 'Go back' }).click();
    const before = await shared.admin.call('GET', `/api/articles/${article.id}`);
    assert.equal(before.selectedVersionId, versionId);
    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    await dialog.getByRole('button', { name: 'Roll back to version 1' }).click();
    await page.getByRole('button', { name: 'Publish version 2' }).waitFor();
    const after = await shared.admin.call('GET', `/api/articles/${article.id}`);
    assert.equal(after.selectedVersionId, article.selectedVersionId);
  },
);

test('a site gets a publish hook, whose secret is shown once', { skip }, async (t) => {
  const host = `hooked-${Date.now()}.example`;
  const { id } = await shared.admin.call('POST', '/api/domains', { name: 'Hooked', host });
  const page = await signedIn(t, `/catalogue/sites/${id}`, { key: shared.admin.key });
  await page.getByRole('combobox', { name: 'Outlet' }).click();
  await page.getByRole('option', { name: 'A publish hook' }).click();
  assert.equal(await page.getByRole('button', { name: 'Save changes' }).isDisabled(), true);
  await page.getByLabel('Address of the publish hook').fill('https://cms.example/in');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText(/^whsec_/).waitFor();
  await page.getByText('Site changed: outlet').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/hook.png`, fullPage: true });
  assert.deepEqual(await seriousOn(page), []);
  await page.reload();
  await page.getByRole('button', { name: 'Replace signing secret' }).waitFor();
  assert.equal(await page.getByText(/^whsec_/).count(), 0);
  const site = await shared.admin.call('GET', `/api/domains/${id}`);
  assert.deepEqual(site.outlet, { hookUrl: 'https://cms.example/in' });
});

test('whoever may not keep the catalogue is not led there', { skip }, async (t) => {
  const page = await signedIn(t, '/');
  assert.equal(await page.getByRole('link', { name: 'Catalogue' }).count(), 0);
  await visit(page, '/catalogue');
  await page.getByText('You don’t have permission to do this.').first().waitFor();
});
