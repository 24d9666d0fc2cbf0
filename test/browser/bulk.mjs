import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, seriousOn, shared, signedIn, skip, until, visit } from './support/panel.mjs';

const TOPICS = [
  'Waxing',
  'Lacing',
  'Drying',
  'Mending',
  'Storing',
  'Resoling',
  'Brushing',
  'Lining',
  'Airing',
];

/** Ten topics that no other test has. */
const topicsOf = (what) => [...TOPICS, 'Packing'].map((act) => `${act} ${what}`);

/** Waits until a screen reader hears something. */
const heard = (page, words) =>
  page.locator('[aria-live="polite"].unseen', { hasText: words }).waitFor({ state: 'attached' });

/** The figures above the texts of a job, each with as many texts below it as it says. */
async function figuresOf(page) {
  const links = page.getByRole('navigation', { name: 'Texts by status' }).getByRole('link');
  return links.allTextContents();
}

test(
  'a job that is pasted is paused, which lets its running text finish, resumed and cancelled',
  { skip },
  async (t) => {
    const topics = topicsOf('galoshes');
    // Time enough to pause while the first text is written.
    await fault({
      ...{ provider: 'openai', kind: 'text', match: { contains: topics[0] } },
      action: { type: 'delay', ms: 4_000 },
    });
    const page = await signedIn(t, '/bulk');
    await page.getByRole('link', { name: 'New bulk job' }).click();
    const lines = page.getByRole('textbox', { name: 'Texts', exact: true });
    await lines.fill([...topics.slice(0, 9), 'Packing galoshes; many'].join('\n'));
    await page.getByText('Line 10: the number of words must be').waitFor();
    await page.getByText('1 more is needed: a bulk job has at least 10 texts').waitFor();
    const go = page.getByRole('button', { name: 'Create bulk job' });
    assert.equal(await go.isDisabled(), true);
    // What the server alone refuses is said at its line, and nothing that was typed is lost.
    await lines.fill([...topics.slice(0, 9), 'Packing \u202e galoshes'].join('\n'));
    await page.getByRole('textbox', { name: 'Name' }).fill('Care of galoshes');
    await go.click();
    await page.getByText('Line 10: must not contain control or text-direction characters').waitFor();
    await page.reload();
    assert.equal((await lines.inputValue()).split('\n').length, 10);
    await lines.fill(topics.join('\n'));
    await page.getByText('10 texts ready').waitFor();
    assert.deepEqual(await seriousOn(page), []);
    await go.click();

    await page.getByRole('heading', { level: 1, name: 'Care of galoshes' }).waitFor();
    const rows = page.locator('.job-items > li');
    await rows.nth(0).getByText('In progress', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('No further text starts. What is being written now is finished first.').waitFor();
    await rows.nth(0).getByText('In progress', { exact: true }).waitFor();
    await page.getByText('No text starts until somebody resumes this job.').waitFor();
    await heard(page, 'Bulk job: Paused');
    await rows.nth(0).getByText('Completed', { exact: true }).waitFor();
    assert.deepEqual(await figuresOf(page), ['10 in all', '9 queued', '1 completed']);
    const bar = page.getByRole('progressbar', { name: 'Texts that have ended' });
    assert.equal(await bar.getAttribute('aria-valuenow'), '10');
    assert.deepEqual(await seriousOn(page), []);
    await page.getByRole('link', { name: '9 queued' }).click();
    await until('the list has what its figure says', async () => (await rows.count()) === 9);
    await page.getByRole('link', { name: '10 in all' }).click();

    await fault({
      ...{ provider: 'openai', kind: 'text', match: { contains: topics[1] } },
      action: { type: 'delay', ms: 4_000 },
    });
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await rows.nth(1).getByText('In progress', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Cancel job…' }).click();
    const asked = page.getByRole('alertdialog', { name: 'Cancel this bulk job?' });
    await asked
      .getByText('8 queued texts are not written. The text being written now is finished and kept.')
      .waitFor();
    await asked.getByRole('button', { name: 'Cancel bulk job' }).click();
    await page.getByText('The job was cancelled.').waitFor();
    await rows.nth(1).getByText('Completed', { exact: true }).waitFor();
    assert.deepEqual(await figuresOf(page), ['10 in all', '2 completed', '8 cancelled']);
    assert.equal(await bar.getAttribute('aria-valuenow'), '100');
    assert.equal(await page.getByRole('button', { name: 'Resume', exact: true }).count(), 0);
    await page.getByRole('button', { name: 'Export' }).click();
    for (const [name, type] of [
      ['Texts as Markdown (ZIP)', 'application/zip'],
      ['Table of all texts (CSV)', 'text/csv'],
    ]) {
      const path = await page.getByRole('menuitem', { name }).getAttribute('href');
      const file = await page.request.get(`${shared.url}${path}`);
      assert.equal(file.headers()['content-type'].split(';')[0], type);
    }
    await page.keyboard.press('Escape');
    await rows.nth(1).getByRole('link').first().click();
    await page.getByRole('link', { name: 'Text 2 of a bulk job' }).waitFor();
    await page.getByRole('link', { name: 'Download Markdown' }).waitFor();
  },
);

test(
  'texts are kept as a template, which a schedule runs; a pause of it says that somebody must resume',
  { skip },
  async (t) => {
    const page = await signedIn(t, '/bulk/new');
    const lines = page.getByRole('textbox', { name: 'Texts', exact: true });
    await lines.fill(topicsOf('sandals').join('\n'));
    await page.getByRole('button', { name: 'Save as template' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name of the template' }).fill('Sandals');
    await page.getByRole('dialog').getByRole('button', { name: 'Save template' }).click();
    await heard(page, 'Template saved.');
    await lines.fill('');

    await visit(page, '/bulk/schedules/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Sandals on Mondays');
    await page.getByRole('combobox', { name: 'Template' }).click();
    await page.getByRole('option', { name: 'Sandals', exact: true }).click();
    await page.getByRole('textbox', { name: 'Time zone' }).fill('Mars/Olympus');
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await page.getByText('must be a time zone name such as Europe/Berlin').waitFor();
    await page.getByRole('textbox', { name: 'Time zone' }).fill('Europe/Berlin');
    assert.deepEqual(await seriousOn(page), []);
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sandals on Mondays' }).waitFor();
    await page.getByText('Every Monday 09:00').waitFor();
    const next = page.getByRole('listitem').filter({ hasText: /^Monday, .* 09:00$/ });
    await next.first().waitFor();

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Creates no bulk jobs until somebody resumes it.').waitFor();
    await next.first().waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await next.first().waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Create bulk job' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sandals' }).waitFor();
    await page.getByRole('link', { name: 'View schedule' }).click();
    await page.getByText('Job created', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Edit schedule' }).click();
    await page.getByRole('combobox', { name: 'When' }).click();
    await page.getByRole('option', { name: 'At intervals' }).click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Every day, counted in UTC').waitFor();
    const { items } = await shared.store.call('GET', '/api/bulk-schedules');
    assert.deepEqual(
      items
        .filter(({ name }) => name === 'Sandals on Mondays')
        .map(({ everySeconds, cron }) => [everySeconds, cron]),
      [[86_400, null]],
    );
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete schedule' }).click();
    await page.getByText('No schedules yet.').waitFor();
    await visit(page, '/bulk/templates');
    await page.getByRole('link', { name: 'Use in new job: Sandals' }).click();
    await page.getByRole('button', { name: 'Use template' }).click();
    await page.getByText('10 texts ready').waitFor();
    assert.equal(await lines.inputValue(), topicsOf('sandals').join('\n'));
  },
);
