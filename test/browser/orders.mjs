import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, newContext, orderThat, shared, signedIn, skip, until } from './support/panel.mjs';

test('an idea is picked, and the post is seen to be published', { skip }, async (t) => {
  const page = await signedIn(t, '/orders');
  await page.getByRole('button', { name: 'Create blog post' }).click();
  await page.getByRole('textbox', { name: 'Keyword' }).fill('winter soles');
  await page.getByRole('button', { name: 'Generate ideas' }).click();
  await page
    .getByRole('button', { name: /^Choose this idea/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Open published post' }).waitFor();
  await until('the picture is loaded', () =>
    page.getByRole('img').evaluate((image) => image.complete && image.naturalWidth > 0),
  );
  await page.getByText(/US\$0\.0\d+ so far/).waitFor();
});

const focusedText = (page) => page.evaluate(() => document.activeElement.textContent);

/** Presses Tab until what has the focus has this name; fails when that takes more than a person would press. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const own = document.activeElement;
      const named = (own.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ');
      const label = own.id ? (document.querySelector(`label[for="${own.id}"]`)?.textContent ?? '') : '';
      return {
        name: own.getAttribute('aria-label') ?? (named.trim() || label || own.textContent),
        // A ring around it, or around the field that it is the middle of.
        isSeen:
          own.matches(':focus-visible') &&
          [own, own.parentElement].some((one) => {
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
            return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
          }),
      };
    });
    if (!name.test(focused.name)) continue;
    assert.equal(focused.isSeen, true, `the focus on ${focused.name} is seen`);
    return;
  }
  throw new Error(`no way by Tab to ${name}`);
}

test('a whole order goes by keyboard alone, from signing in to the published post', { skip }, async (t) => {
  const page = await (await newContext(t)).newPage();
  await page.goto(shared.url);
  await page.getByLabel('API key').waitFor();
  await tabTo(page, /^API key$/);
  await page.keyboard.type(shared.store.key);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  await tabTo(page, /^Blog posts$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Blog posts' }).waitFor();
  await tabTo(page, /^Create blog post$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  // The choice of the kind is a list that opens by Enter and is gone through by arrows.
  await tabTo(page, /^Topic$/);
  for (const [key, choice] of [
    ['Enter', 'Keyword'],
    ['ArrowDown', 'Product'],
    ['ArrowUp', 'Keyword'],
  ]) {
    await page.keyboard.press(key);
    await until(`${choice} has the focus`, async () => (await focusedText(page)) === choice);
  }
  await page.keyboard.press('Enter');
  await until('the closed list has the focus back', () =>
    page.evaluate(() => document.activeElement.getAttribute('role') === 'combobox'),
  );
  await tabTo(page, /^Keyword$/);
  await page.keyboard.type('laces for wide feet');
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /^Choose this idea/ })
    .first()
    .waitFor();
  await tabTo(page, /^Choose this idea/);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Open published post' }).waitFor();
  // The button that was pressed is gone; the focus is not.
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  await tabTo(page, /^Open published post$/);
});

test('an order is cancelled after a question, and the question gives the focus back', { skip }, async (t) => {
  const id = await orderThat('AWAITING_SELECTION', { sourceId: 'wet socks' });
  const page = await signedIn(t, `/orders/${id}`);
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: 'Cancel this post?' }).waitFor();
  await page.keyboard.press('Escape');
  await until('the focus is back', async () => (await focusedText(page)) === 'Cancel');
  await page.keyboard.press('Enter');
  await page.locator('[role="alertdialog"] :focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('The post was cancelled.').waitFor();
});

test('a post is sent back for another picture, planned, and then approved', { skip }, async (t) => {
  const id = await orderThat('AWAITING_APPROVAL', { sourceId: 'insoles', publishMode: 'approve' });
  const page = await signedIn(t, `/orders/${id}`);
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await page.getByRole('combobox', { name: 'Regenerate what?' }).click();
  await page.getByRole('option', { name: 'Image' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Regenerate' }).click();
  await page.getByText('New image requested').waitFor();
  await page.getByRole('button', { name: 'Approve and publish' }).waitFor();

  await page.getByRole('button', { name: 'Schedule' }).click();
  const time = page.getByLabel('Date and time');
  await time.fill('2020-01-01T09:00');
  await page.getByRole('button', { name: 'Schedule post' }).click();
  await page.getByText('Check this field: this time is in the past').waitFor();
  await time.fill(`${new Date().getFullYear() + 1}-03-01T09:00`);
  await page.getByRole('button', { name: 'Schedule post' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText(/^Scheduled for .*09:00/).waitFor();
  await page.getByRole('button', { name: 'Approve post' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve post' }).click();
  await page.getByText('The post is published automatically at the scheduled time.').waitFor();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Publish now' }).click();
  await page.getByRole('link', { name: 'Open published post' }).waitFor();
});

test('what the store did not confirm is settled by a person', { skip }, async (t) => {
  await fault({
    provider: 'wix',
    kind: 'draft.create',
    match: { contains: 'polish' },
    action: { type: 'dropAfter' },
  });
  await fault({ provider: 'wix', kind: 'draft.query', times: 2, action: { type: 'html' } });
  const id = await orderThat('UNCONFIRMED', {
    sourceId: 'polish',
    policy: { lookupTries: 1, lookupPauseMs: 100 },
  });
  const page = await signedIn(t, `/orders/${id}`);
  await page.getByText('Nothing is published twice.').waitFor();
  await page.getByRole('button', { name: 'Send post again' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send post again' }).click();
  await page.getByRole('link', { name: 'Open published post' }).waitFor();
});

test('a text that was sent back shows what was found in it', { skip }, async (t) => {
  await fault({
    provider: 'openai',
    kind: 'content',
    match: { contains: 'orthopaedic clogs' },
    action: { type: 'flaw', flaw: 'banned_claim' },
  });
  const id = await orderThat('DONE', { sourceId: 'orthopaedic clogs', policy: { draftBackoffMs: 100 } });
  const page = await signedIn(t, `/orders/${id}`);
  await page.getByText('Attempt 1', { exact: true }).click();
  await page.getByText('Blocking').first().waitFor();
  await page.getByText(/incl\. .* retries/).waitFor();
});

test('an order that failed says why, in the language of its reader', { skip }, async (t) => {
  await fault({
    provider: 'openai',
    kind: 'ideas',
    match: { contains: 'miracle soles' },
    action: { type: 'refusal', text: 'No.' },
  });
  const id = await orderThat('FAILED', { sourceId: 'miracle soles' });
  const page = await signedIn(t, `/orders/${id}`, { locale: 'de-DE' });
  await page.getByText('Der KI-Anbieter lehnt dieses Thema ab').waitFor();
});
