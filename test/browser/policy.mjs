import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addresses, adminAddresses, shared, signedIn, skip, violationsOf, visit } from './support/panel.mjs';

// Each test looks at what its own pages broke; this one opens every page, and what only opens over one.
test(
  'no page breaks the policy that it is served with, nor do dialogs, choices and menus',
  { skip },
  async (t) => {
    const page = await signedIn(t, '/', { key: shared.admin.key });
    for (const address of [...(await addresses()), ...(await adminAddresses())]) await visit(page, address);
    const { items } = await shared.admin.call('GET', '/api/stores');
    await visit(page, `/stores/${items[0].id}/settings`);
    // A choice is a button; the search on every page is a field.
    await page.locator('button[role="combobox"]').first().click();
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await visit(page, '/');
    await page.getByRole('button', { name: 'Pause' }).first().click();
    await page.getByRole('dialog').waitFor();
    // The page behind it does not scroll, which needs styles made while it runs.
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).overflowY), 'hidden');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // It does again once the dialog has faded out.
    await page.waitForFunction(() => getComputedStyle(document.body).overflowY !== 'hidden');
    assert.deepEqual(violationsOf(page), []);
  },
);

test('a style that is written into the page has no effect, and is noticed', { skip }, async (t) => {
  const page = await signedIn(t, '/');
  await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { outline: 3px solid red }';
    document.head.append(style);
    document.body.insertAdjacentHTML('beforeend', '<p id="planted" style="color: red">planted</p>');
  });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).outlineStyle), 'none');
  await page.waitForFunction(() => document.getElementById('planted'));
  assert.deepEqual(violationsOf(page).splice(0).sort(), ['style-src-attr inline', 'style-src-elem inline']);
});
