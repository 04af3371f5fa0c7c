import { accessible, journey } from './harness.mjs';

journey('a cell takes several values, and one that is found by its name', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts?columns=name,tags&sort=name' });
  const row = (at) => page.getByRole('grid').getByRole('row').nth(at);
  const tags = row(2).locator('[data-column=tags]');
  await tags.click();
  await page.keyboard.press('Enter');

  // One tag after the other: the list of choices stays open, the editor too.
  const box = tags.getByRole('combobox');
  for (const name of ['Winter', 'Fair']) {
    await box.fill(name);
    await page.getByRole('option', { name: `Create “${name}”` }).waitFor();
    await page.keyboard.press('Enter');
    await tags.getByRole('button', { name: `Remove ${name}` }).waitFor();
  }
  await accessible(page, 'tags edited in a table');
  await page.keyboard.press('Control+Enter');
  await box.waitFor({ state: 'detached' });
  for (const name of ['Winter', 'Fair']) await tags.getByText(name).waitFor();

  // A stage is no matter of search, but found by its name all the same.
  await page.goto('/deals?kind=table&filter=state:eq:open&columns=name,stage');
  const stage = row(1).locator('[data-column=stage]');
  await stage.click();
  await page.keyboard.press('Enter');
  await stage.getByRole('combobox').fill('propo');
  await page.getByRole('option', { name: 'Proposal' }).click();
  await stage.getByText('Proposal').waitFor();
});
