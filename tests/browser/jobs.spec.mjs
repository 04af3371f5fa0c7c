import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('an administrator looks after jobs and schedules', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/settings/jobs' });
  const line = page.getByRole('listitem').filter({ hasText: 'Forget old jobs' });
  await line.getByText('Every day at 03:20').waitFor();
  await page.getByText('No job has run yet').waitFor();

  // Run by hand: it waits, runs, is done, and stands in the list.
  await page.getByRole('button', { name: 'Run Forget old jobs now' }).click();
  const table = page.getByRole('region', { name: 'Jobs' });
  const row = table.getByRole('row').filter({ hasText: 'Forget old jobs' }).filter({ hasText: 'Done' });
  await row.waitFor();
  await row.getByText('1 of 8').waitFor();
  await looks(page, 'settings-jobs', () => row.waitFor());

  // A time that cannot be is refused at its field; one that can is told in words.
  await page.getByRole('button', { name: 'Change when Forget old jobs runs' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('When').fill('daily 25:00');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/“25” does not fit for the hour/).waitFor();
  await dialog.getByLabel('When').fill('weekly mon 06:15');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await line.getByText('Every Monday at 06:15').waitFor();

  // Switched off it has no next time.
  await line.getByRole('switch', { name: 'Forget old jobs is on' }).click({ force: true });
  await line.getByText('Next').waitFor({ state: 'detached' });

  await page.getByRole('textbox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Failed (0)' }).click();
  await page.getByText('Nothing fits the filter').waitFor();

  // For nobody but administrators.
  const manager = await open({ as: people.manager, path: '/settings' });
  await manager.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' }).waitFor();
  assert.equal(await manager.getByRole('link', { name: 'Jobs', exact: true }).count(), 0);
});
