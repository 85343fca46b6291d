// Fills in a form as a visitor does: by what stands on the page, not by what the test knows of the questionnaire.

import assert from 'node:assert/strict';
import { council, turnPage } from './harness.mjs';

/** What is typed in fields that take no free text, by the end of their name; another number is the 4 digits of a postcode. */
const DATE = { '[d]': '12', '[m]': '10', '[j]': '2026' };
const POSTCODE = '1112';

/** Address of the open enquête, as the public page of the client council links to it. */
export async function openSurvey(page) {
  await page.goto(`/${council}`);
  const links = page.locator(`a[href^="/${council}/v/"]:not([href*="/signaal"])`);
  assert.ok((await links.count()) > 0, 'the public page links to an open enquête');
  return links.first().getAttribute('href');
}

/** Presses the button with this name and waits for the page that it leads to. */
export async function press(page, name) {
  await turnPage(page, () => page.getByRole('button', { name }).first().click());
}

/** Goes to the first step of a form. */
export async function begin(page, address) {
  await page.goto(address);
  await press(page, /^Begin/);
}

/** Goes one step further. */
export const next = (page) => press(page, /^Verder$/);

/** Sends a form from its check page. */
export const send = (page) => press(page, /^Verstuur/);

/** Whether this is the page on which answers are checked. */
export async function isCheckPage(page) {
  return (await page.getByRole('button', { name: /^Verstuur/ }).count()) > 0;
}

/** Names of the questions on the page, in order: one a control or group of controls. */
export async function questions(page) {
  const names = await page.locator('main form :is(input:not([type=hidden]), textarea, select)').evaluateAll((fields) => fields.map((field) => field.name));
  return [...new Set(names)].filter((name) => !name.includes('[other]'));
}

/**
 * Answers every question on the page. Of radio buttons it takes number `choice` (of so many as there are), the first tick
 * box of a group, `text` for a text and `contact` for a mail address. Returns how many questions it answered.
 */
export async function fill(page, { choice = 0, text = 'De brieven zijn moeilijk. Bellen duurt lang.', contact = 'bewoner@voorbeeld.nl' } = {}) {
  const names = await questions(page);
  for (const name of names) {
    const fields = page.locator(`[name="${name}"]`);
    const field = await fields.first().evaluate(({ type, inputMode, autocomplete }) => ({ type, inputMode, autocomplete }));
    if (field.type === 'radio') await fields.nth(choice % (await fields.count())).check();
    else if (field.type === 'checkbox') await fields.first().check();
    else if (field.type === 'select-one') await selectInTurn(fields);
    else if (field.inputMode) await fields.first().fill(DATE[name.slice(-3)] ?? POSTCODE);
    else await fields.first().fill(field.autocomplete === 'email' ? contact : text);
  }
  return names.length;
}

/** Gives each list of a ranking another place. */
async function selectInTurn(lists) {
  for (let place = 0; place < (await lists.count()); place += 1) await lists.nth(place).selectOption({ index: place + 1 });
}

/** Fills in every step until the check page; `onStep` sees each page before it is sent. Returns how many questions it answered. */
export async function fillUntilCheck(page, { onStep = async () => {}, ...answers } = {}) {
  let answered = 0;
  for (let step = 0; step < 20; step += 1) {
    if (await isCheckPage(page)) return answered;
    answered += await fill(page, answers);
    await onStep(page);
    await next(page);
  }
  return assert.fail(`no check page after 20 steps; the last was ${page.url()}`);
}

/** What is chosen and typed on the page, by name. */
export async function filled(page) {
  return page.locator('main form').evaluateAll((forms) =>
    forms.flatMap((form) => [...form.elements])
      .filter((field) => field.name && field.type !== 'hidden' && field.tagName !== 'BUTTON')
      .filter((field) => (['radio', 'checkbox'].includes(field.type) ? field.checked : field.value))
      .map((field) => `${field.name}=${field.value}`));
}
