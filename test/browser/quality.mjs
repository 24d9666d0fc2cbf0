import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, seriousOn, shared, skip } from './support/panel.mjs';

const checksIn = async (language) =>
  (await (await fetch(`${shared.url}/api/v1/quality-checks?language=${language}`)).json()).data.checks;

test(
  'whoever is not signed in reads what is checked, and finds it from every public page',
  { skip },
  async (t) => {
    const page = await (await newContext(t, { reducedMotion: 'reduce' })).newPage();
    const link = page.getByRole('contentinfo').getByRole('link', { name: 'What we check', exact: true });
    for (const path of ['/articles', '/my-orders', '/order-status/00000000-0000-4000-8000-000000000000']) {
      await page.goto(`${shared.url}${path}`);
      await link.waitFor();
    }
    await link.click();
    await page.getByRole('heading', { level: 1, name: 'What we check' }).waitFor();
    const checks = await checksIn('en');
    await page.getByRole('heading', { level: 2, name: checks[0].title, exact: true }).waitFor();
    // All of them are there, in the order in which they are made, each rule with what comes of it.
    assert.deepEqual(
      await page.locator('main h2').allInnerTexts(),
      checks.map(({ title }) => title),
    );
    const rules = checks.flatMap((check) => check.rules);
    assert.deepEqual(
      (await page.locator('main li').allInnerTexts()).map((text) => text.split('\n').filter(Boolean)),
      rules.map(({ severity, finds }) => [severity === 'blocking' ? 'Sent back' : 'Noted', finds]),
    );
    assert.deepEqual(await seriousOn(page), []);
  },
);

test('what is checked is read in German, also on a phone', { skip }, async (t) => {
  const options = { locale: 'de-DE', colorScheme: 'dark', viewport: { width: 360, height: 740 } };
  const page = await (await newContext(t, { ...options, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${shared.url}/what-we-check`);
  await page.getByRole('heading', { level: 1, name: 'Was wir prüfen' }).waitFor();
  const checks = await checksIn('de');
  for (const { title } of checks)
    await page.getByRole('heading', { level: 2, name: title, exact: true }).waitFor();
  await page.getByText('Geht zurück', { exact: true }).first().waitFor();
  assert.deepEqual(await seriousOn(page), []);
  const [wide, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(wide, seen);
});
