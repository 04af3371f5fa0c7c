import assert from 'node:assert/strict';
import { accessible, journey, looks, picture } from './harness.mjs';

journey('a record tells what it is, was and what to do', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts?sort=-revenue' });
  await page.getByRole('grid').getByRole('link').first().waitFor();
  const names = await page.getByRole('grid').getByRole('link').allInnerTexts();
  await page.getByRole('grid').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: names[0] }).waitFor();
  const timeline = page.getByRole('region', { name: 'Timeline' });

  // A note with weight, a list and a person, by keyboard alone.
  await timeline.getByRole('listitem').first().waitFor();
  await page.keyboard.press('n');
  const note = page.getByRole('textbox', { name: 'Note' });
  await page.getByRole('toolbar', { name: 'Formatting' }).waitFor();
  await note.focus();
  await page.keyboard.type('They need **winter prices**. @Ingr');
  await page.getByRole('option', { name: 'Ingrid Solheim' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('knows:\n- tyres\nchains');
  await accessible(page, 'the note being written');
  await picture(page, 'note-editor');
  await page.keyboard.press('Control+Enter');
  const written = timeline.getByRole('listitem').filter({ hasText: 'winter prices' }).first();
  await written.locator('strong', { hasText: 'winter prices' }).waitFor();
  await written.getByText('@Ingrid Solheim').waitFor();
  await written.getByRole('listitem').filter({ hasText: 'chains' }).waitFor();
  await written.hover();
  await written.getByRole('button', { name: 'Edit the note' }).click();
  await page.getByRole('textbox', { name: 'Text' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' and spikes');
  await page.keyboard.press('Control+Enter');
  await timeline.getByText('chains and spikes').waitFor();

  // What is being written is there again when one comes back.
  await page.keyboard.press('l');
  await page.keyboard.type('Half a call');
  await page.goBack();
  await page.getByRole('grid').getByRole('link', { name: names[0], exact: true }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Subject' }).inputValue(), 'Half a call');
  await page.getByRole('form', { name: 'Write to the timeline' }).getByRole('button', { name: 'Cancel' }).click();

  // The kinds one asks for, alone.
  await page.getByRole('button', { name: 'Kinds' }).click();
  await page.getByRole('menuitem', { name: 'Notes' }).click();
  await page.keyboard.press('Escape');
  await timeline.getByText('chains and spikes').waitFor();
  await timeline.getByText('Kith changed').first().waitFor({ state: 'detached' });
  await timeline.getByRole('button', { name: 'Everything' }).click();

  // A field's own history, and the record as it was.
  for (const value of ['Lighthouses', 'Foghorns']) {
    await page.getByRole('button', { name: 'Edit Industry' }).click();
    await page.getByRole('textbox', { name: 'Industry' }).fill(value);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit Industry' }).getByText(value).waitFor();
  }
  await page.getByRole('button', { name: 'Industry', exact: true }).click();
  const history = page.getByRole('dialog', { name: 'Industry' });
  await history.getByText('Foghorns').waitFor();
  assert.equal(await history.getByRole('listitem').count(), 2);
  await accessible(page, 'the history of a field');
  await page.keyboard.press('Escape');
  await history.waitFor({ state: 'detached' });
  await page.keyboard.press('h');
  const past = page.getByRole('region', { name: 'As it was' });
  await past.waitFor();
  await page.getByRole('button', { name: 'The change before' }).click();
  await past.getByText('Lighthouses').waitFor();
  await looks(page, 'account-past', () => past.getByText('Lighthouses').waitFor());
  assert.match(page.url(), /as_of=/);
  assert.equal(await page.getByRole('button', { name: 'Edit Industry' }).count(), 0, 'the past is not edited');
  await page.getByRole('button', { name: 'Back to now' }).click();

  // Undoing the first change cannot take the second back, and says so with both values.
  await timeline.getByRole('listitem').filter({ hasText: 'Lighthouses' }).getByRole('button', { name: 'Undo' }).last().click();
  const kept = page.getByRole('dialog', { name: 'Not all could be undone' });
  await kept.getByText('Foghorns').waitFor();
  await kept.getByText('would have become').waitFor();
  await picture(page, 'undo-kept');
  await accessible(page, 'what undoing left');
  await page.keyboard.press('Escape');
  await kept.waitFor({ state: 'detached' });

  // J and K walk the list one came from.
  await page.keyboard.press('j');
  await page.getByRole('heading', { level: 1, name: names[1] }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { level: 1, name: names[0] }).waitFor();

  // A task from here is on one's own list, and is ticked off with a key.
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Subject' }).fill('Send the winter prices');
  await page.getByRole('button', { name: 'Add the task' }).click();
  await timeline.getByRole('link', { name: 'Send the winter prices' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByRole('heading', { name: 'My tasks', level: 1 }).waitFor();
  await page.getByRole('link', { name: names[0] }).waitFor();
  await page.keyboard.press('t');
  await page.keyboard.type('Order chains');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Today' }).getByRole('link', { name: 'Order chains' }).waitFor();
  await looks(page, 'tasks');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('Done: Order chains', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Order chains' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Order chains' }).waitFor();

  // What is typed before the palette has come is not lost, and what is not there can be made.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Fyrlykt Nord');
  await page.getByRole('option', { name: 'New account “Fyrlykt Nord”' }).click();
  const form = page.getByRole('dialog', { name: 'New account' });
  assert.equal(await form.getByLabel('Name', { exact: false }).first().inputValue(), 'Fyrlykt Nord');
});
