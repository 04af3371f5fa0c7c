import assert from 'node:assert/strict';
import { accessible, journey } from './harness.mjs';

journey('type and category are set by hand, and given back to the rule', async ({ open, people }) => {
  const page = await open({ as: people.manager, path: '/accounts?sort=-revenue' });
  await page.getByRole('grid').getByRole('link').first().click();
  const type = page.getByRole('button', { name: /^Type:/ });
  const category = page.getByRole('button', { name: /^Category:/ });
  const dialog = page.getByRole('dialog');
  const byRule = { type: await type.innerText(), category: await category.getByRole('img').getAttribute('aria-label') };
  const closed = () => dialog.waitFor({ state: 'detached' });
  const answered = (what, method) => page.waitForResponse((answer) => answer.url().endsWith(`/${what}`) && answer.request().method() === method && answer.ok());

  // The type: not without a reason; then it stands, also after a reload, with the reason behind it.
  await type.click();
  const other = byRule.type.includes('Expand') ? 'Retain' : 'Expand';
  await dialog.getByRole('button', { name: other }).click();
  assert.ok(await dialog.getByRole('button', { name: 'Set', exact: true }).isDisabled());
  await dialog.getByLabel('Reason').fill('They open two sites next year');
  await accessible(page, 'why this type');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await accessible(page, 'why this type, dark');
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const set = answered('type', 'POST');
  await dialog.getByRole('button', { name: 'Set', exact: true }).click();
  await set;
  await closed();
  await type.getByText(other).waitFor();
  await page.reload();
  await type.getByText(other).waitFor();
  await type.click();
  await dialog.getByText('They open two sites next year', { exact: false }).waitFor();
  await dialog.getByText('Set by hand.', { exact: true }).waitFor();
  const back = answered('type', 'DELETE');
  await dialog.getByRole('button', { name: 'Back to the rule' }).click();
  await back;
  await closed();
  await type.getByText(byRule.type.includes('Expand') ? 'Expand' : 'Retain').waitFor();

  // The category, until a day.
  await category.click();
  await dialog.getByRole('button', { name: 'D', exact: true }).click();
  await dialog.getByLabel('Reason').fill('Being wound up');
  await dialog.getByLabel(/^Until/).fill('2031-05-31');
  const moved = answered('category', 'POST');
  await dialog.getByRole('button', { name: 'Set', exact: true }).click();
  await moved;
  await closed();
  await category.getByRole('img', { name: /D$/ }).waitFor();
  await category.click();
  await dialog.getByText('Set by hand until 31 May 2031.').waitFor();
  const given = answered('category', 'DELETE');
  await dialog.getByRole('button', { name: 'Back to the rule' }).click();
  await given;
  await closed();
  await category.getByRole('img', { name: byRule.category }).waitFor();

  // All of it is in the account's history, under the one who did it.
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'Changes' }).click();
  await page.getByRole('region', { name: 'Timeline' }).getByText(`${people.manager.name} changed`, { exact: false }).first().waitFor();
});
