import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { base, visitor } from './harness.mjs';
import { assertGoodPage } from './inspect.mjs';
import { press } from './form.mjs';
import { logIn } from './login.mjs';

/** A client council that no other test looks at closely: here its style changes. */
const council = 'opmeer';
const page = `/${council}/werk/huisstijl`;
const logo = new URL('../../councils/huisstijl/alphen-chaam.png', import.meta.url);

/** The colour of an element, as `#rrggbb`. */
async function colour(locator, property) {
  const found = await locator.evaluate((element, property) => getComputedStyle(element)[property], property);
  return '#' + found.match(/\d+/g).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('');
}

test('yellow is refused, the offered colours are taken over and kept, a logo is set, and all of it goes again', async (t) => {
  const context = await visitor(t, { bypassCSP: true });
  const visit = await context.newPage();
  await logIn(visit);
  await visit.goto(page);
  await assertGoodPage(visit, 'the house style as it is');

  await visit.getByLabel('Accentkleur', { exact: true }).fill('#ffd500');
  await press(visit, 'Bewaar deze kleuren');
  assert.match(await visit.title(), /^Fout: /);
  assert.match(await visit.getByRole('alert').innerText(), /1,3 op 1, nodig is 4,5 op 1\. Kies bijvoorbeeld #/);
  await press(visit, 'Neem de voorgestelde kleuren over');
  const offered = await visit.getByLabel('Accentkleur', { exact: true }).inputValue();
  assert.equal(await colour(visit.locator('.ab-preview .ab-button--next'), 'backgroundColor'), offered, 'the preview wears it');
  assert.notEqual(await colour(visit.locator('main > div > form .ab-button').first(), 'backgroundColor'), offered, 'the page does not yet');
  await assertGoodPage(visit, 'the house style with an offered yellow');
  await press(visit, 'Bewaar deze kleuren');
  assert.equal(await colour(visit.locator('main > div > form .ab-button').first(), 'backgroundColor'), offered);

  await visit.getByLabel('Bestand met uw logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await readFile(logo) });
  await visit.getByLabel('Wat staat er op het logo?').fill('Verzonnen logo: drie bomen bij een huis');
  await press(visit, 'Zet het logo erbij');
  await visit.goto(`/${council}`);
  await assertGoodPage(visit, 'a home in a house style');
  const shown = visit.getByRole('img', { name: 'Verzonnen logo: drie bomen bij een huis' });
  assert.ok(await shown.evaluate((image) => image.complete && image.naturalWidth > 0));
  assert.equal(await colour(visit.locator('main .ab-button--quiet'), 'color'), offered);

  await visit.emulateMedia({ forcedColors: 'active' });
  assert.notEqual(await colour(visit.locator('main .ab-button--quiet'), 'color'), offered, 'who chose colours keeps them');
  await visit.emulateMedia({ forcedColors: 'none', contrast: 'more' });
  assert.equal(await colour(visit.locator('main .ab-button--quiet'), 'color'), '#0b5563', 'who asks for contrast gets more');
  await visit.emulateMedia({ contrast: 'no-preference', media: 'print' });
  assert.equal(await colour(visit.locator('body'), 'backgroundColor'), '#ffffff', 'paper is white');

  await visit.emulateMedia({ media: 'screen' });
  await visit.goto(page);
  await press(visit, 'Gebruik de gewone stijl');
  await visit.goto(`/${council}`);
  assert.equal(await visit.locator('.ab-logo').count(), 0);
  assert.equal(await colour(visit.locator('main .ab-button--quiet'), 'color'), '#0b5563');
});

test('the form works without JavaScript, and says in words why a file is no logo', async (t) => {
  const visit = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await logIn(visit);
  await visit.goto(`/ideaal/werk/huisstijl`);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await visit.getByLabel('Bestand met uw logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: svg });
  await visit.getByLabel('Wat staat er op het logo?').fill('Een logo');
  await press(visit, 'Zet het logo erbij');
  assert.match(await visit.getByRole('alert').innerText(), /Een SVG-bestand mag niet/);
  const tokens = Buffer.from(':root { --utrecht-link-color: #1a2b5f; --x: 1 }');
  await visit.getByLabel('Bestand met kleuren').setInputFiles({ name: 'tokens.css', mimeType: 'text/css', buffer: tokens });
  await press(visit, 'Lees de kleuren');
  assert.equal(await visit.getByLabel('Accentkleur', { exact: true }).inputValue(), '#1a2b5f');
});

test('two visitors get the same sheet and logo with the same headers, and no cookie', async () => {
  const home = await (await fetch(`${base}/alphen-chaam`)).text();
  const addresses = home.match(/\/alphen-chaam\/(huisstijl-[0-9a-f]+\.css|logo-[0-9a-f]+\.png)/g);
  assert.equal(new Set(addresses).size, 2, 'the demo has one client council with a house style');
  for (const address of new Set(addresses)) {
    const answers = [];
    for (const agent of ['een', 'twee']) {
      const answer = await fetch(base + address, { headers: { 'user-agent': agent, 'accept-language': agent } });
      const headers = [...answer.headers].filter(([name]) => name !== 'date');
      answers.push(JSON.stringify([answer.status, headers, Buffer.from(await answer.arrayBuffer()).toString('base64')]));
    }
    assert.equal(answers[0], answers[1]);
    assert.doesNotMatch(answers[0], /set-cookie/);
  }
});
