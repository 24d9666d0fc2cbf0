import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addresses,
  adminAddresses,
  newContext,
  orderThat,
  seriousOn,
  shared,
  signedIn,
  skip,
  until,
  visit,
} from './support/panel.mjs';

for (const [who, colorScheme, locale] of [
  ['a store', 'light', 'en-GB'],
  ['a store', 'dark', 'de-DE'],
  ['an administrator', 'light', 'de-DE'],
  ['an administrator', 'dark', 'en-GB'],
])
  test(`axe finds nothing serious on any page of ${who}, ${colorScheme}, ${locale}`, { skip }, async (t) => {
    await orderThat('AWAITING_SELECTION', { sourceId: `open toes ${who} ${colorScheme}` });
    const key = who === 'a store' ? shared.store.key : shared.admin.key;
    const page = await signedIn(t, '/', { key, locale, colorScheme, reducedMotion: 'reduce' });
    for (const address of [...(await addresses()), ...(who === 'a store' ? [] : await adminAddresses())]) {
      await visit(page, address);
      // What is asked for is there, not only the frame around it.
      await page.locator('.rt-Skeleton').first().waitFor({ state: 'detached' });
      assert.deepEqual(await seriousOn(page), [], address);
    }
  });

test('axe finds nothing serious where people sign in', { skip }, async (t) => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await (await newContext(t, { colorScheme })).newPage();
    await page.goto(shared.url);
    await page.getByLabel('API key').fill('short');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await seriousOn(page), [], colorScheme);
  }
});

test('dialogs are serious about access, too', { skip }, async (t) => {
  const page = await signedIn(t, '/orders');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Create blog post' }).click();
  await page.getByText('Options', { exact: true }).click();
  assert.deepEqual(await seriousOn(page), []);
  await page.keyboard.press('Escape');
  await visit(page, '/pages');
  await page.getByRole('button', { name: 'Create pages' }).click();
  await page.getByRole('textbox', { name: 'Pages' }).fill('nonsense');
  await page.getByText('Line 1').waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await visit(page, '/bulk/new');
  await page.getByRole('textbox', { name: 'Texts', exact: true }).fill('Boots; few');
  await page.getByText('Line 1').waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await visit(page, '/bulk/templates');
  await page
    .getByRole('button', { name: /^Delete/ })
    .first()
    .click();
  await page.getByRole('alertdialog').waitFor();
  assert.deepEqual(await seriousOn(page), []);
});

test('on a phone, everything on pages of bulk jobs is large enough for a finger', { skip }, async (t) => {
  const page = await signedIn(t, '/bulk', { viewport: { width: 360, height: 740 } });
  for (const address of (await addresses()).filter((one) => /^\/bulk/.test(one))) {
    await visit(page, address);
    await page.locator('.rt-Skeleton').first().waitFor({ state: 'detached' });
    const small = await page.locator('.touch').evaluate((shown) =>
      [...shown.querySelectorAll('button, .rt-Button, .nav-link, .rows a, input:not([type=file])')]
        .map((target) => ({ words: target.textContent, ...target.getBoundingClientRect().toJSON() }))
        .filter(({ height, width }) => width > 0 && height < 44)
        .map(({ words, height }) => `${words} ${height}`),
    );
    assert.deepEqual(small, [], address);
  }
});

for (const [name, viewport] of [
  ['at 200 % zoom', { width: 640, height: 360 }],
  ['on a phone', { width: 360, height: 740 }],
])
  test(`no page has to be moved sideways ${name}`, { skip }, async (t) => {
    // Whose pages have most on them.
    const page = await signedIn(t, '/', { viewport, key: shared.admin.key });
    for (const address of [...(await addresses()), ...(await adminAddresses())]) {
      await visit(page, address);
      const { wide, seen } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        seen: document.documentElement.clientWidth,
      }));
      assert.ok(wide <= seen, `${address} is ${wide} wide, ${seen} are seen`);
    }
    // What has no room in the bar is behind one more press.
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Spending' }).click();
    await page.getByRole('heading', { level: 1, name: 'Spending' }).waitFor();
  });

for (const [name, reducedMotion, fits] of [
  ['who wants no motion sees none', 'reduce', (longest) => longest <= 1],
  [
    'who does not mind sees some, or the test before would prove nothing',
    'no-preference',
    (longest) => longest > 50,
  ],
])
  test(name, { skip }, async (t) => {
    const page = await signedIn(t, '/pages', { reducedMotion });
    await page.getByRole('heading', { level: 1, name: 'Pages' }).waitFor();
    await page.evaluate(() => {
      window.longest = 0;
      const look = () => {
        for (const animation of document.getAnimations())
          window.longest = Math.max(window.longest, Number(animation.effect.getComputedTiming().duration));
        requestAnimationFrame(look);
      };
      look();
    });
    await page.getByRole('button', { name: 'Create pages' }).click();
    await page.getByRole('textbox', { name: 'Pages' }).waitFor();
    const batch = await shared.store.call('POST', '/api/generation/batch', {
      items: [{ pageType: 'brand', targetKeywords: ['moving soles'] }],
    });
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'moving soles' }).first().waitFor();
    await until('it is written', async () => {
      const { completed } = await shared.store.call('GET', `/api/generation/batch/${batch.id}`);
      return completed === 1;
    });
    const longest = await page.evaluate(() => window.longest);
    assert.ok(fits(longest), `the longest motion takes ${longest} ms`);
  });
