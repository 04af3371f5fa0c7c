import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('somebody writes down what they promised, asks to be reminded, and ticks it off', async ({ open, people }) => {
  const page = await open({ as: people.rep, path: '/tasks' });
  await page.getByRole('textbox', { name: 'What is to be done' }).or(page.getByPlaceholder(/Add a task/)).first().fill('Call Kari about the offer');
  await page.keyboard.press('Enter');
  const task = page.getByRole('listitem').filter({ hasText: 'Call Kari about the offer' });
  await task.waitFor();

  // The bell: three times one could want, or one's own.
  await task.hover();
  await task.getByRole('button', { name: 'Remind me of Call Kari about the offer' }).click();
  const bell = page.getByRole('dialog', { name: 'Remind me' });
  await bell.getByRole('button', { name: /Tomorrow morning/ }).waitFor();
  await looks(page, 'task-reminder', () => bell.waitFor());
  await bell.getByRole('button', { name: /Tomorrow morning/ }).click();
  await task.getByRole('button', { name: /^Reminder .*09:00/ }).waitFor();
  await page.reload();
  await task.getByRole('button', { name: /^Reminder .*09:00/ }).click();
  await page.getByRole('button', { name: 'No reminder' }).click();
  await task.getByRole('button', { name: 'Remind me of Call Kari about the offer' }).waitFor();

  await task.getByRole('checkbox').click();
  await page.getByText('Call Kari about the offer').waitFor({ state: 'detached' }).catch(() => {});
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await task.waitFor();
  assert.equal(await task.getByRole('checkbox').getAttribute('aria-checked'), 'true');
}, { customers: 20 });
