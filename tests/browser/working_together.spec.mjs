import assert from 'node:assert/strict';
import { accessible, journey, looks, picture } from './harness.mjs';

/** A PDF of one page, as small as they come. */
function pdf(words) {
  const drawing = `BT /F1 24 Tf 40 100 Td (${words}) Tj ET`;
  const parts = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'];
  let text = '%PDF-1.4\n';
  const at = parts.map((part, index) => { const here = text.length; text += `${index + 1} 0 obj${part}endobj\n`; return here; });
  const table = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${at.map((here) => `${String(here).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Root 1 0 R/Size 6>>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text);
}

journey('two people work on one record', async ({ open, people }) => {
  const astrid = await open({ as: people.administrator, path: '/accounts?sort=-revenue' });
  const first = astrid.getByRole('grid').getByRole('link').first();
  const account = await first.innerText();
  await first.click();
  const heading = astrid.getByRole('heading', { level: 1, name: account });
  await heading.waitFor();
  const path = new URL(astrid.url()).pathname;
  const henrik = await open({ as: people.manager, path });
  await henrik.getByRole('heading', { level: 1, name: account }).waitFor();

  // Each sees that the other is there, and where they write.
  await astrid.getByRole('list', { name: 'Also here' }).getByRole('img', { name: /Henrik Dahl is here/ }).waitFor();
  await henrik.getByRole('button', { name: 'Edit Industry' }).click();
  await henrik.getByRole('textbox', { name: 'Industry' }).fill('Foghorns');
  await astrid.getByText('Henrik Dahl is writing here').waitFor({ state: 'attached' });
  await picture(astrid, 'together');
  await accessible(astrid, 'a record that another is on');

  // Astrid is quicker: Henrik chooses between two values, and what he typed is not lost.
  await astrid.getByRole('button', { name: 'Edit Industry' }).click();
  await astrid.getByRole('textbox', { name: 'Industry' }).fill('Lighthouses');
  await astrid.keyboard.press('Enter');
  await astrid.getByRole('button', { name: 'Edit Industry' }).getByText('Lighthouses').waitFor();
  await henrik.keyboard.press('Enter');
  const choice = henrik.getByRole('alert');
  await choice.getByText('Lighthouses').waitFor();
  await choice.getByText('Foghorns').waitFor();
  await picture(henrik, 'conflict');
  await accessible(henrik, 'a conflict');
  await choice.getByRole('button', { name: 'Keep yours' }).click();
  await astrid.getByRole('button', { name: 'Edit Industry' }).getByText('Foghorns').waitFor();

  // Who follows is told of what others do, and a mention reaches whom it names, at once.
  await henrik.keyboard.press('f');
  await henrik.getByRole('button', { name: 'Following' }).waitFor();
  await astrid.getByRole('textbox', { name: 'Note' }).click();
  await astrid.getByRole('toolbar', { name: 'Formatting' }).waitFor();
  await astrid.keyboard.type('Can you call them, @Henr');
  await astrid.getByRole('option', { name: 'Henrik Dahl' }).click();
  await astrid.getByRole('button', { name: 'Save the note' }).click();
  await henrik.getByRole('button', { name: /new notification/ }).first().waitFor();
  await henrik.keyboard.press('g');
  await henrik.keyboard.press('n');
  const list = henrik.getByRole('dialog', { name: 'Notifications' });
  await list.getByRole('button', { name: /Astrid Nordby mentioned you/ }).waitFor();
  await looks(henrik, 'notifications', () => list.getByRole('button', { name: /mentioned you/ }).waitFor());
  await list.getByRole('button', { name: /mentioned you/ }).click();
  await list.waitFor({ state: 'detached' });
  await henrik.getByRole('heading', { level: 1, name: account }).waitFor();
  await henrik.getByRole('button', { name: /new notification/ }).waitFor({ state: 'detached' });

  // Tags by typing: one that is not there is made, one that is there is found.
  await astrid.keyboard.press('#');
  await astrid.getByRole('combobox', { name: 'Add a tag' }).fill('Winter');
  await astrid.getByRole('option', { name: 'Create “Winter”' }).waitFor();
  await astrid.keyboard.press('Enter');
  await astrid.getByRole('group', { name: 'Tags' }).getByText('Winter').waitFor();
  await henrik.reload();
  await henrik.getByRole('group', { name: 'Tags' }).getByText('Winter').waitFor();

  // Files: sent with progress, shown as what they are, out of the bin again.
  const files = astrid.getByRole('region', { name: 'Files' });
  await files.locator('input[type=file]').setInputFiles([
    { name: 'Tilbud Ærø.pdf', mimeType: 'application/pdf', buffer: pdf('Winter offer') }, { name: 'site.png', mimeType: 'image/png', buffer: await astrid.screenshot({ clip: { x: 0, y: 0, width: 200, height: 120 } }) },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>document.title = "run"</script>') },
  ]);
  await files.getByRole('button', { name: /Tilbud Ærø\.pdf/ }).first().click();
  const viewer = astrid.getByRole('dialog', { name: 'Tilbud Ærø.pdf' });
  await viewer.getByRole('img', { name: 'Page 1 of 1' }).waitFor();
  await picture(astrid, 'file-pdf');
  await accessible(astrid, 'a PDF');
  await astrid.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  await files.getByRole('button', { name: /page\.html/ }).first().click();
  await astrid.getByText('This kind of file is not shown here.').waitFor();
  await astrid.keyboard.press('Escape');
  await files.getByRole('button', { name: /site\.png/ }).first().waitFor();
  await henrik.getByRole('region', { name: 'Files' }).getByRole('button', { name: /site\.png/ }).first().waitFor();
  await files.getByRole('listitem').filter({ hasText: 'page.html' }).hover();
  await files.getByRole('button', { name: 'Move page.html to the bin' }).click();
  await files.getByRole('button', { name: /page\.html/ }).first().waitFor({ state: 'detached' });
  await astrid.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await files.getByRole('button', { name: /page\.html/ }).first().waitFor();
  await looks(astrid, 'account-together', () => heading.waitFor());
  assert.notEqual(await astrid.title(), 'run');
});
