import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shared, signedIn, skip } from './support/panel.mjs';

test('the search finds by a keyword, and arrows and Enter lead there', { skip }, async (t) => {
  await shared.store.call('POST', '/api/blog-generation', {
    sourceType: 'keyword',
    sourceId: 'zebra stripe galoshes',
  });
  const page = await signedIn(t, '/');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('stripe gal');
  await page.getByRole('option', { name: /zebra stripe galoshes/ }).waitFor();
  await page.getByText('1 found').waitFor();
  await page.keyboard.press('ArrowDown');
  const field = page.getByRole('combobox', { name: 'Search' });
  assert.equal(
    await field.getAttribute('aria-activedescendant'),
    await page.getByRole('option').getAttribute('id'),
  );
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'zebra stripe galoshes' }).waitFor();
  assert.match(page.url(), /\/orders\//);
  await field.fill('no such thing at all');
  await page.getByText('Nothing has this in its title').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Nothing has this in its title').waitFor({ state: 'hidden' });
});

test('settings of a store are saved, and a wrong one is named at its field', { skip }, async (t) => {
  const { items } = await shared.store.call('GET', '/api/stores');
  const page = await signedIn(t, `/stores/${items[0].id}`);
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/^Please change this:/).waitFor();
  assert.equal(await page.getByLabel('Time zone').inputValue(), 'Mars/Olympus');
  await page.getByLabel('Time zone').fill('Europe/Dublin');
  await page.getByLabel('Tone').fill('warm and plain');
  await page.getByLabel('Words to avoid').fill('epic\nawesome');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('[aria-live="polite"].unseen', { hasText: 'Saved.' }).waitFor({ state: 'attached' });
  const saved = await shared.store.call('GET', `/api/stores/${items[0].id}`);
  assert.equal(saved.timeZone, 'Europe/Dublin');
  assert.deepEqual(saved.brandVoice.avoidWords, ['epic', 'awesome']);
  await page.getByRole('link', { name: 'Connection' }).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText('The store answers. There is nothing to do.').waitFor();
});

test('a published post stands in the calendar and in what was spent', { skip }, async (t) => {
  const page = await signedIn(t, '/calendar');
  const entry = page.getByRole('table').getByRole('link').first();
  await entry.waitFor();
  await page.getByRole('button', { name: 'Month after' }).click();
  await page.getByText('Nothing is planned or published here.').waitFor();
  assert.match(page.url(), /month=20\d\d-\d\d/);
  await page.goBack();
  await entry.click();
  await page.getByRole('link', { name: 'Open the published post' }).waitFor();
  await page.getByRole('link', { name: 'Spending' }).click();
  await page.getByText(/in \d+ requests/).waitFor();
  const csv = await page.request.get(
    `${shared.url}${await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href')}`,
  );
  assert.match(await csv.text(), /^day,calls,amountUsd/);
});

test('a key is shown once, signs in, and signs out when it is revoked', { skip }, async (t) => {
  const page = await signedIn(t, `/customers/${shared.store.tenantId}`);
  const label = `the intern ${Date.now()}`;
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('What or whom it is for').fill(label);
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = await page.getByRole('alert').locator('code').textContent();
  const other = await signedIn(t, '/', { key });
  const row = page.getByRole('listitem').filter({ hasText: label });
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: /^Yes/ }).click();
  await row.getByText('Revoked', { exact: true }).waitFor();
  // It may be refused, and show the way to sign in, before it is clicked.
  const signedOut = other.getByText('You were signed out.');
  await Promise.race([other.getByRole('link', { name: 'Pages', exact: true }).click(), signedOut.waitFor()]);
  await signedOut.waitFor();
  await page.reload();
  assert.equal(await page.getByText(key).count(), 0);
});

test('a step that is stopped is said on every page of everybody, with its reason', { skip }, async (t) => {
  const admin = await signedIn(t, '/', { key: shared.admin.key });
  await admin.getByRole('button', { name: 'Stop: Pictures' }).click();
  await admin.getByLabel('Reason').fill('The picture service is being moved.');
  await admin.getByRole('dialog').getByRole('button', { name: 'Stop: Pictures' }).click();
  await admin.getByText('Our operators have stopped: Pictures.').waitFor();
  const store = await signedIn(t, '/orders');
  await store.getByText('The picture service is being moved.').waitFor();
  await admin.getByRole('button', { name: 'Go on: Pictures' }).click();
  await admin.getByText('Our operators have stopped').waitFor({ state: 'hidden' });
});

test('a cap that is reached is said on every page, with what it means', { skip }, async (t) => {
  const poor = await shared.system.makeStore('Careful Shoes');
  await shared.admin.call('PATCH', `/api/tenants/${poor.tenantId}`, {
    dailyCap: { amount: 0, currency: 'USD' },
  });
  const page = await signedIn(t, '/orders', { key: poor.key });
  await page.getByText('Today’s cap of US$0.00 is reached.').waitFor();
  await page.getByRole('link', { name: 'See spending' }).click();
  await page.getByText('A cap is reached.').waitFor();
});

test('a customer’s caps are read strictly', { skip }, async (t) => {
  const other = await shared.system.makeStore('Odd Shoes');
  const page = await signedIn(t, `/customers/${other.tenantId}`, { key: shared.admin.key });
  const cap = page.getByLabel('Cap a day, in dollars');
  await cap.fill('1,000');
  await page.getByText(/write a number such as/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);
  await cap.fill('12.50');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('[aria-live="polite"].unseen', { hasText: 'Saved.' }).waitFor({ state: 'attached' });
  const saved = await shared.admin.call('GET', `/api/tenants/${other.tenantId}`);
  assert.deepEqual(saved.dailyCap, { amount: 1250, currency: 'USD' });
});
