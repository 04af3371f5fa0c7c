import assert from 'node:assert/strict';
import { accessible, journey, looks } from './harness.mjs';

journey('a manager changes a program and sees what it takes', async ({ open, people }) => {
  const page = await open({ as: people.manager, path: '/programs' });
  const cell = page.getByRole('button', { name: /^Expand A: / });
  await cell.waitFor();
  await looks(page, 'programs', () => cell.waitFor());
  const human = async () => Number(/, (\d+) human/.exec(await cell.getAttribute('aria-label'))[1]);
  const before = await human();
  const team = page.getByRole('region', { name: 'What it takes of the team' });

  // Another cell, and the address says which.
  await page.getByRole('button', { name: /^Retain B: / }).click();
  await page.waitForURL(/cell=retain-B/);
  await page.reload();
  await page.getByRole('region', { name: 'Retain · B' }).waitFor();
  await cell.click();

  // More often by keyboard: the cell, the load and the header follow at once; nothing is saved.
  const slider = page.getByRole('slider', { name: /^Visit: times a year/ });
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/programs/load') && answer.ok());
  await slider.focus();
  await slider.press('ArrowRight');
  await slider.press('ArrowRight');
  await asked;
  assert.equal(await human(), before + 2);
  await team.getByText(/h more with this draft/).waitFor();
  await page.getByText('not saved: 1 cell differs').waitFor();
  await accessible(page, 'programs with a draft');
  await page.getByRole('button', { name: 'Discard' }).click();
  assert.equal(await human(), before);

  // No month allowed is said, not kept silently.
  const line = page.getByRole('group', { name: 'Roadmap review: months allowed' });
  for (const month of await line.getByRole('button', { pressed: true }).all().then((all) => all.reverse())) await month.click();
  await page.getByRole('alert').getByText(/No month is allowed/).waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();

  // A touchpoint of one's own with a tactic, saved and planned.
  await page.getByRole('button', { name: 'Add a touchpoint' }).click();
  await page.getByLabel('Name').fill('Site tour');
  await page.getByLabel('Minutes each').fill('50');
  await page.getByLabel('Tactic').fill('Walk the site together\nNote what has changed');
  await accessible(page, 'a touchpoint unfolded');
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/records/touchpoint') && answer.request().method() === 'POST');
  await page.getByRole('button', { name: 'Save' }).click();
  assert.equal((await saved).status(), 201);
  const planned = page.waitForResponse((answer) => answer.url().endsWith('/plan') && answer.request().method() === 'POST');
  await page.getByRole('status').getByRole('button', { name: 'Plan the year' }).click();
  assert.ok((await (await planned).json()).planned > 0, 'the new touches are planned');
  await page.getByText(/^Planned [\d,]+ touches/).waitFor();
  await page.reload();
  assert.equal(await human(), before + 2);
  await page.getByRole('button', { name: 'Site tour', exact: true }).click();
  assert.equal(await page.getByLabel('Tactic').inputValue(), 'Walk the site together\nNote what has changed');

  // A rep has nothing to change here.
  const rep = await open({ as: people.rep, path: '/programs?cell=retain-A' });
  await rep.getByRole('region', { name: 'Retain · A' }).waitFor();
  assert.equal(await rep.getByRole('button', { name: 'Plan the year' }).count(), 0);
  assert.ok(await rep.getByRole('slider').first().isDisabled().catch(() => true));
});
