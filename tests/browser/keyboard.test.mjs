// Whole journeys with the keyboard alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { council, visitor } from './harness.mjs';
import { openSurvey } from './form.mjs';
import { answer, enter, follow, tabTo } from './keyboard.mjs';
import { credentials } from './login.mjs';

const GO_ON = /^(Begin|Verder|Verstuur|Start|Continue|Next|Send)/;

/** Answers and goes on until the thank-you page, which for a signal shows its code. */
async function fillIn(page, address) {
  await page.goto(address);
  for (let step = 0; step < 20; step += 1) {
    if (page.url().endsWith('/bedankt') || (await page.locator('.ab-code').count())) return;
    await follow(page, GO_ON, answer(page));
  }
  assert.fail(`no thank-you page after 20 steps, at ${page.url()}`);
}

const FORMS = [
  { name: 'the whole enquête', address: openSurvey },
  { name: 'the whole enquête in English', address: async (page) => `${await openSurvey(page)}/en` },
  { name: 'a signal', address: async () => `/${council}/v/signaal` },
];

for (const { name, address } of FORMS) {
  test(`${name} is filled in and sent with the keyboard alone, and every stop shows its focus`, async (t) => {
    const page = await (await visitor(t)).newPage();
    await fillIn(page, await address(page));
  });
}

test('the first stop on a page skips to its content', async (t) => {
  const page = await (await visitor(t)).newPage();
  await page.goto(await openSurvey(page));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#inhoud$/);
});

test('a volunteer logs in, records a signal, makes a report and publishes it with the keyboard alone', async (t) => {
  const page = await (await visitor(t)).newPage();
  const { name, password } = await credentials();
  await page.goto('/inloggen');
  await tabTo(page, (element) => element.name === 'naam');
  await page.keyboard.type(name);
  await tabTo(page, (element) => element.name === 'wachtwoord');
  await page.keyboard.type(password);
  await enter(page);

  await page.goto(`/${council}/werk`);
  await follow(page, /^Spreekuur$/);
  await follow(page, /^Bewaar dit signaal/, answer(page));
  assert.doesNotMatch(await page.title(), /^Fout: /);

  await follow(page, /^Resultaten$/);
  await follow(page, /^Uw ervaring/);
  await follow(page, /^Maak een rapport/);
  await follow(page, /^Publiceer/);
  assert.match(await page.locator('main').innerText(), /gepubliceerd/);
});
