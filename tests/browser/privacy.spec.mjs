import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { accessible, journey, looks } from './harness.mjs';

journey('somebody agrees, withdraws, is told all that is held, and is erased', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/settings/privacy' });

  // A purpose to agree to.
  await page.getByRole('button', { name: 'Add purpose' }).click();
  let dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Newsletter');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('region', { name: 'Purposes' }).getByText('Newsletter').waitFor();

  // A person with a name nobody else has.
  const made = await page.evaluate(async () => {
    const session = await (await fetch('/api/v1/session')).json();
    const answer = await fetch('/api/v1/records/contact', {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token },
      body: JSON.stringify({ fields: { name: 'Solveig Kvasar', email: 'solveig@kvasar.example' } }),
    });
    return answer.json();
  });
  await page.goto(`/contacts/${made.id}`);
  const panel = page.getByRole('region', { name: 'Consents' });
  await panel.getByText('Nothing has been said yet').waitFor();

  // What is wrong is said beside its field.
  await panel.getByRole('button', { name: 'Add what they said' }).click();
  dialog = page.getByRole('dialog', { name: 'Add what they said' });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('There is no such purpose').waitFor();
  await accessible(page, 'refused consent');
  await dialog.getByRole('textbox', { name: 'Purpose' }).click();
  await page.getByRole('option', { name: 'Newsletter' }).click();
  await dialog.getByRole('textbox', { name: 'Where it was said' }).fill('The form on the site');
  await dialog.getByRole('textbox', { name: 'In which words' }).fill('Yes, send me the newsletter.');
  await dialog.getByRole('textbox', { name: 'Lawful basis' }).waitFor();
  await looks(page, 'consent-dialog', () => dialog.waitFor());
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await panel.getByText('Given').waitFor();

  // Withdrawn: said on top, nothing is taken away.
  await dialog.waitFor({ state: 'detached' });
  await panel.getByRole('button', { name: /E-mail/ }).click();
  dialog = page.getByRole('dialog', { name: 'Add what they said' });
  assert.equal(await dialog.getByRole('button', { name: 'Withdrawn' }).getAttribute('aria-pressed'), 'true');
  await dialog.getByRole('textbox', { name: 'Where it was said' }).fill('A call');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await panel.getByText('Withdrawn').waitFor();
  assert.equal(await panel.getByText('Given').count(), 0);
  await panel.getByRole('button', { name: 'All that was said (2)' }).click();
  const said = page.getByRole('dialog', { name: 'All that was said' });
  await said.getByText('Yes, send me the newsletter.').waitFor();
  assert.equal(await said.getByRole('listitem').count(), 2);
  await looks(page, 'consents-all', () => said.waitFor());
  await page.keyboard.press('Escape');
  await looks(page, 'consents', async () => {
    const related = page.getByRole('button', { name: 'Related', exact: true });
    if (await related.isVisible()) await related.click();
    await panel.waitFor();
  });

  // All that is held, as one zip.
  await page.getByRole('button', { name: 'More actions' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'All that is held' }).click();
  const zip = await coming;
  assert.equal(zip.suggestedFilename(), 'Solveig Kvasar.zip');
  assert.equal((await readFile(await zip.path())).subarray(0, 2).toString(), 'PK');

  // Erased by name, and only by the name as it stands.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Erase for good' }).click();
  dialog = page.getByRole('dialog', { name: 'Erase Solveig Kvasar for good' });
  const erase = dialog.getByRole('button', { name: 'Erase for good' });
  assert.ok(await erase.isDisabled());
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('They asked us to');
  await dialog.getByRole('textbox', { name: 'Write the name as it stands' }).fill('Solveig');
  await erase.click();
  await dialog.getByText('Write the name as it stands: Solveig Kvasar').waitFor();
  await looks(page, 'erase', () => dialog.waitFor());
  await dialog.getByRole('textbox', { name: 'Write the name as it stands' }).fill('Solveig Kvasar');
  await erase.click();
  dialog = page.getByRole('dialog', { name: 'Erased' });
  await dialog.getByText(/records? emptied/).waitFor();
  await accessible(page, 'erased');
  await dialog.getByRole('link', { name: 'See the proofs' }).click();
  const proofs = page.getByRole('region', { name: 'Erased people' }).last();
  await proofs.getByText('They asked us to').waitFor();
  assert.equal(await page.getByText('Solveig').count(), 0);
  await looks(page, 'settings-privacy', () => proofs.waitFor());

  // A rep reads and adds, and is offered neither of the two.
  const rep = await open({ as: people.rep, path: '/contacts' });
  await rep.getByRole('grid').getByRole('link').first().click();
  await rep.getByRole('region', { name: 'Consents' }).waitFor();
  await rep.getByRole('button', { name: 'More actions' }).click();
  await rep.getByRole('menuitem', { name: 'Copy the link' }).waitFor();
  assert.equal(await rep.getByRole('menuitem', { name: /All that is held|Erase/ }).count(), 0);
}, { customers: 20 });

journey('a retention rule is written, looked at, run and put to work', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/settings/privacy' });
  await page.getByRole('link', { name: 'New rule' }).click();
  await page.waitForURL(/privacy\/new/);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Old contacts');
  const preview = page.getByRole('region', { name: 'If it ran now' });
  await preview.getByText('there is nothing for this rule to do').waitFor();

  // Without a condition it is refused beside the field.
  await page.getByRole('textbox', { name: 'Counted from' }).click();
  await page.getByRole('option', { name: 'Nothing: at any age' }).click();
  await preview.getByText('A rule without a condition').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText(/needs a condition|required/i).waitFor();

  // Narrowed with the builder that lists have; what it would find is shown before it is saved.
  await page.evaluate(async () => {
    const session = await (await fetch('/api/v1/session')).json();
    await fetch('/api/v1/records/contact', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token }, body: JSON.stringify({ fields: { name: 'Gunvor Glemt' } }) });
  });
  await page.getByRole('button', { name: 'Only some of them' }).click();
  const builder = page.getByRole('region', { name: 'All conditions and text' });
  await builder.getByRole('combobox', { name: 'The filter as text' }).fill('name = "Gunvor Glemt"');
  await preview.getByText('contact would go to the bin.').waitFor();
  await preview.getByRole('link', { name: 'Gunvor Glemt' }).waitFor();
  await looks(page, 'retention-builder', () => builder.waitFor());
  await builder.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/privacy\/\d+/);
  await page.getByRole('heading', { level: 1, name: 'Old contacts' }).waitFor();

  // Run by hand: asked once, done, and written down.
  await page.getByRole('button', { name: 'Run now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run Old contacts now' });
  await dialog.getByText('From there they can be restored.').waitFor();
  await accessible(page, 'asked before a run');
  await dialog.getByRole('button', { name: 'Move them to the bin' }).click();
  const runs = page.getByRole('region', { name: 'What it has done' }).last();
  await runs.getByRole('row').nth(1).waitFor();
  await preview.getByText('there is nothing for this rule to do').waitFor();
  await looks(page, 'retention-rule', () => runs.waitFor());

  // Put to work from the list, where it stands in words.
  await page.goto('/settings/privacy');
  const rules = page.getByRole('region', { name: 'Kept no longer than needed' });
  await rules.getByText('Gunvor Glemt').waitFor();
  await rules.getByRole('switch', { name: 'Every night: Old contacts' }).click();
  await page.waitForTimeout(300);
  await page.reload();
  assert.ok(await rules.getByRole('switch', { name: 'Every night: Old contacts' }).isChecked());
  await looks(page, 'settings-privacy-rules', () => rules.waitFor());

  // A manager sees what holds, and changes nothing.
  const manager = await open({ as: people.manager, path: '/settings/privacy' });
  await manager.getByRole('region', { name: 'Kept no longer than needed' }).getByText('Old contacts').waitFor();
  assert.equal(await manager.getByRole('link', { name: 'New rule' }).count(), 0);
  assert.equal(await manager.getByRole('region', { name: 'Erased people' }).count(), 0);
}, { customers: 20 });
