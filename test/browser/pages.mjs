import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, shared, signedIn, signIn, skip } from './support/panel.mjs';

/** Counts how often a page is loaded from now on. */
function loadsOf(page) {
  const seen = { loads: 0 };
  page.on('load', () => (seen.loads += 1));
  return seen;
}

async function placeBatch(page, lines) {
  await page.getByRole('button', { name: 'Create pages' }).click();
  await page.getByRole('textbox', { name: 'Pages' }).fill(lines.join('\n'));
  await page.getByRole('button', { name: /^Create \d+ pages$/ }).click();
  await page.getByRole('heading', { level: 1, name: `Batch of ${lines.length}` }).waitFor();
}

test(
  'a batch is placed, its bad line named first, and is seen to end without a reload',
  { skip },
  async (t) => {
    const page = await signedIn(t, '/pages');
    await page.getByRole('button', { name: 'Create pages' }).click();
    const lines = page.getByRole('textbox', { name: 'Pages' });
    await lines.fill('product; red shoes; en; 5\nnothing; blue shoes');
    await page.getByText('Line 2: the type must be product').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Create 1 page' }).isDisabled(), true);
    await lines.fill('product; red shoes; en; 5\nbrand; blue shoes');
    await page.getByRole('button', { name: 'Create 2 pages' }).click();
    await page.getByRole('heading', { level: 1, name: 'Batch of 2 pages' }).waitFor();
    const seen = loadsOf(page);
    await page.getByText('2 completed, 0 in progress').waitFor();
    assert.equal(seen.loads, 0);
    // Read aloud by a screen reader, without the focus going anywhere.
    await page
      .locator('[aria-live="polite"].unseen', { hasText: 'Page completed: ' })
      .waitFor({ state: 'attached' });
  },
);

test('one page of a batch is cancelled, and the others are written', { skip }, async (t) => {
  const page = await signedIn(t, '/pages');
  await placeBatch(
    page,
    Array.from({ length: 7 }, (_, n) => `category; rain boots ${n}`),
  );
  // Seven are ordered and five are written at once, so the last one waits.
  await page.getByRole('checkbox', { name: 'Select rain boots 6' }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page
    .getByRole('alertdialog', { name: 'Cancel this page?' })
    .getByRole('button', { name: 'Cancel page' })
    .click();
  await page.getByText('6 completed, 0 in progress, 0 queued, 0 failed, 1 cancelled').waitFor();
});

test('a question says how many it is about before anything is done', { skip }, async (t) => {
  const page = await signedIn(t, '/pages?status=completed');
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  // Nothing that is finished can be cancelled, so nothing is offered.
  assert.equal(await page.getByRole('button', { name: 'Cancel', exact: true }).count(), 0);
  await page.goto(`${shared.url}/pages?status=cancelled`);
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('alertdialog', { name: 'Retry this page?' }).waitFor();
  await page.getByRole('button', { name: 'Go back' }).click();
});

test('two tabs show the same batch move', { skip }, async (t) => {
  const context = await newContext(t);
  const [one, other] = [await context.newPage(), await context.newPage()];
  await signIn(one, { path: '/pages' });
  await placeBatch(one, ['brand; felt slippers', 'inspire; felt slippers']);
  await other.goto(one.url());
  await other.getByRole('heading', { level: 1, name: 'Batch of 2' }).waitFor();
  const seen = loadsOf(other);
  await Promise.all([one, other].map((page) => page.getByText('2 completed, 0 in progress').waitFor()));
  assert.equal(seen.loads, 0);
});
