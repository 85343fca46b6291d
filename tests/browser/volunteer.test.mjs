import assert from 'node:assert/strict';
import { test } from 'node:test';
import { council, turnPage, visitor } from './harness.mjs';
import { fill, press } from './form.mjs';
import { fillLogin, logIn } from './login.mjs';

test('who is not logged in sees nothing of the workspace', async (t) => {
  const page = await (await visitor(t)).newPage();
  for (const place of ['', '/spreekuur', '/signalen', '/resultaten']) {
    await page.goto(`/${council}/werk${place}`);
    assert.equal(new URL(page.url()).pathname, '/inloggen');
  }
});

test('a wrong password is refused without telling whether the name exists', async (t) => {
  const page = await (await visitor(t)).newPage();
  await page.goto('/inloggen');
  await fillLogin(page, 'niemand', 'een verkeerd wachtwoord');
  assert.match(await page.title(), /^Fout: /);
  assert.match(await page.getByRole('alert').innerText(), /Naam of wachtwoord klopt niet/);
});

test('a volunteer logs in with one cookie that no script can read', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  await logIn(page);
  const cookies = await context.cookies();
  assert.deepEqual(cookies.map(({ name, httpOnly, sameSite, path }) => ({ name, httpOnly, sameSite, path })), [{ name: 'sid', httpOnly: true, sameSite: 'Strict', path: '/' }]);
  assert.equal(await page.evaluate(() => document.cookie), '');
});

test('a volunteer records a signal at the spreekuur, without JavaScript, and finds it among the signals', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await logIn(page);
  const before = await signals(page);
  await page.goto(`/${council}/werk/spreekuur`);
  await fill(page, { text: 'Iemand wacht al lang op een besluit over een rolstoel, en belt elke week.' });
  await press(page, 'Bewaar dit signaal');
  assert.doesNotMatch(await page.title(), /^Fout: /);

  // Another test may record a signal meanwhile.
  const texts = [];
  for (const address of (await signals(page)).filter((address) => !before.includes(address))) {
    await page.goto(address);
    texts.push(await page.locator('main').innerText());
  }
  assert.equal(texts.filter((text) => text.includes('rolstoel')).length, 1);
});

/** Addresses of all signals. */
async function signals(page) {
  await page.goto(`/${council}/werk/signalen`);
  return page.locator(`main a[href^="/${council}/werk/signalen/"]`).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
}

test('results of the closed round lead to a report, and the report is a PDF', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  await logIn(page);
  await page.goto(`/${council}/werk/resultaten`);
  await turnPage(page, () => page.locator(`main a[href^="/${council}/werk/resultaten/"]`).first().click());
  assert.match(await page.locator('main').innerText(), /van \d+|n = \d+/, 'figures stand beside their base');

  const address = await page.locator('a[href$=".pdf"]').first().getAttribute('href');
  const answer = await context.request.get(address);
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  const bytes = await answer.body();
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  assert.ok(bytes.length > 20_000, `${bytes.length} bytes`);
});

test('who logs out is out, also with the Back button', async (t) => {
  const page = await (await visitor(t)).newPage();
  await logIn(page);
  await page.goto(`/${council}/werk/signalen`);
  await press(page, 'Afmelden');
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, '/inloggen');
});
