import assert from 'node:assert/strict';
import { test } from 'node:test';
import { council, turnPage, visitor } from './harness.mjs';
import { logIn } from './login.mjs';

/** Prints one form of the first open survey. */
async function printed(page) {
  await page.goto(`/${council}/werk/papier`);
  await page.getByLabel('Aantal lijsten').first().fill('1');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Maak de lijsten (PDF)' }).first().click();
  return download;
}

test('forms are printed, and keyed in with the number keys and Enter alone', async (t) => {
  const context = await visitor(t, { acceptDownloads: true });
  const page = await context.newPage();
  await logIn(page);
  const pdf = await printed(page);
  assert.match(pdf.suggestedFilename(), /-papier\.pdf$/);
  await page.goto(`/${council}/werk/papier`);
  assert.match(await page.locator('main').innerText(), /Er is 1 lijst gedrukt|Er zijn \d+ lijsten gedrukt/);

  await turnPage(page, () => page.getByRole('link', { name: 'Voer lijsten in' }).first().click());
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.textContent.trim());
  await page.locator('[name=nummer]:focus').waitFor();
  await page.keyboard.type('111111112');
  await page.keyboard.press('Enter');
  const started = Date.now();
  for (let keys = 0; keys < 200; keys += 1) {
    const now = await focused();
    if (now === 'Bewaar deze lijst') break;
    const text = await page.evaluate(() => document.activeElement.tagName === 'TEXTAREA');
    if (text) await page.keyboard.press('Control+Enter');
    else await page.keyboard.type('1');
    if ((await focused()) === now) await page.keyboard.press('Enter');
  }
  assert.equal(await focused(), 'Bewaar deze lijst');
  t.diagnostic(`keyed in ${await page.locator('.ab-keyed').count()} fields in ${Date.now() - started} ms`);
  await turnPage(page, () => page.keyboard.press('Enter'));
  assert.match(await page.title(), /^Fout: /, 'this number was never printed');
  assert.match(await page.getByRole('alert').innerText(), /cijfers van het nummer is anders/);
  assert.equal(await page.locator('[data-highest]').first().inputValue(), '1', 'what was keyed is still there');
});
