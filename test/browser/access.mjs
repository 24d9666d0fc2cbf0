import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addresses, orderThat, seriousOn, shared, signedIn, skip, visit } from './support/panel.mjs';

test('axe finds nothing serious on any page, light or dark', { skip }, async (t) => {
  await orderThat('AWAITING_SELECTION', { sourceId: 'open toes' });
  const page = await signedIn(t, '/');
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const address of await addresses()) {
      await visit(page, address);
      // What is asked for is there, not only the frame around it.
      await page.waitForLoadState('networkidle').catch(() => undefined);
      assert.deepEqual(await seriousOn(page), [], `${address} ${colorScheme}`);
    }
  }
});

test('axe finds nothing serious on what only administrators see, in German', { skip }, async (t) => {
  const page = await signedIn(t, '/', { key: shared.admin.key, locale: 'de-DE' });
  for (const address of ['/', '/customers', `/customers/${shared.store.tenantId}`, '/orders']) {
    await visit(page, address);
    await page.getByRole('button').first().waitFor();
    assert.deepEqual(await seriousOn(page), [], address);
  }
});

test('dialogs are serious about access, too', { skip }, async (t) => {
  const page = await signedIn(t, '/orders');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'New blog post' }).click();
  await page.getByText('More choices').click();
  assert.deepEqual(await seriousOn(page), []);
  await page.keyboard.press('Escape');
  await visit(page, '/pages');
  await page.getByRole('button', { name: 'New pages' }).click();
  await page.getByRole('textbox', { name: 'Pages' }).fill('nonsense');
  await page.getByText('Line 1').waitFor();
  assert.deepEqual(await seriousOn(page), []);
});

for (const [name, viewport] of [
  ['at 200 % zoom', { width: 640, height: 400 }],
  ['on a phone', { width: 360, height: 740 }],
])
  test(`no page has to be moved sideways ${name}`, { skip }, async (t) => {
    const page = await signedIn(t, '/', { viewport });
    for (const address of await addresses()) {
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

test('who wants no motion sees none', { skip }, async (t) => {
  const page = await signedIn(t, '/pages', { reducedMotion: 'reduce' });
  const batch = await shared.store.call('POST', '/api/generation/batch', {
    items: [{ pageType: 'brand', targetKeywords: ['moving soles'] }],
  });
  await visit(page, `/pages/batches/${batch.id}`);
  await page.getByRole('progressbar').first().waitFor();
  await page.evaluate(() => {
    window.longest = 0;
    const look = () => {
      for (const animation of document.getAnimations())
        window.longest = Math.max(window.longest, Number(animation.effect.getComputedTiming().duration));
      requestAnimationFrame(look);
    };
    look();
  });
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByText('1 finished, 0 in progress').waitFor();
  assert.ok((await page.evaluate(() => window.longest)) <= 1);
});
