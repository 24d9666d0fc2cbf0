import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, shared, signedIn, signIn, skip } from './support/panel.mjs';

test(
  'a wrong key is refused in words, and a right one leads to where the reader wanted to go',
  { skip },
  async (t) => {
    const page = await (await newContext(t, { locale: 'de-DE' })).newPage();
    await page.goto(`${shared.url}/orders`);
    await page.getByLabel('API-Schlüssel').fill('galley_no-such-key');
    await page.keyboard.press('Enter');
    assert.match(await page.getByRole('alert').textContent(), /unbekannt/);
    await page.getByLabel('API-Schlüssel').fill(shared.store.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Blogbeiträge' }).waitFor();
  },
);

test('an address signs in once, and says so the second time', { skip }, async (t) => {
  const { path } = await shared.store.call('POST', '/api/session/links', {});
  const first = await (await newContext(t)).newPage();
  await first.goto(`${shared.url}${path}`);
  await first.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  assert.equal(new URL(first.url()).hash, '');
  const second = await (await newContext(t)).newPage();
  await second.goto(`${shared.url}${path}`);
  await second.getByRole('alert').getByText('This sign-in link has expired or was already used.').waitFor();
});

test('who signs out in one tab is asked to sign in again in the other', { skip }, async (t) => {
  const context = await newContext(t);
  const [one, other] = [await context.newPage(), await context.newPage()];
  await signIn(one);
  await other.goto(`${shared.url}/pages`);
  await other.getByRole('heading', { level: 1, name: 'Pages' }).waitFor();
  await one.getByRole('button', { name: 'Sign out' }).click();
  await one.getByLabel('API key').waitFor();
  // Nobody has to do anything there: its next request is refused.
  await other.getByText('You were signed out.').waitFor();
});

test('each role sees what is theirs', { skip }, async (t) => {
  const store = await signedIn(t, '/');
  assert.equal(await store.getByRole('heading', { name: 'Pipeline' }).count(), 0);
  assert.equal(await store.getByRole('link', { name: 'Customers' }).count(), 0);
  await store.getByRole('link', { name: 'Account' }).click();
  await store.getByRole('heading', { level: 1, name: 'Bright Shoes' }).waitFor();
  assert.equal(await store.getByRole('button', { name: 'Save changes' }).count(), 0);

  const operator = await signedIn(t, '/', { key: shared.system.stack.operatorKey });
  await operator.getByRole('heading', { name: 'Pipeline' }).waitFor();
  await operator.goto(`${shared.url}/customers/${shared.store.tenantId}`);
  await operator.getByRole('heading', { level: 1, name: 'Bright Shoes' }).waitFor();
  // Operators read customers, but neither change them nor see their keys.
  assert.equal(await operator.getByRole('button', { name: 'Save changes' }).count(), 0);
  assert.equal(await operator.getByRole('heading', { name: 'API keys' }).count(), 0);

  const admin = await signedIn(t, `/customers/${shared.store.tenantId}`, { key: shared.admin.key });
  await admin.getByRole('heading', { name: 'API keys' }).waitFor();
  assert.equal(await admin.getByRole('button', { name: 'Save changes' }).isDisabled(), true);
});
