import assert from 'node:assert/strict';
import { test } from 'node:test';
import { council, visitor } from './harness.mjs';
import { begin, fill, fillUntilCheck, next, openSurvey, press, send } from './form.mjs';
import { logIn } from './login.mjs';

const SECRET = 'dit schreef de vorige persoon';

/** Address of the open enquête on a device of the client council. */
async function kiosk(page) {
  return `${await openSurvey(page)}/nl/kiosk`;
}

/** What the page shows and what its fields hold. */
const everything = (page) => page.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join());

/** Goes back as often as the history allows and looks at every page. */
async function backShowsNothing(page) {
  for (let step = 0; step < 15; step += 1) {
    const answer = await page.goBack({ timeout: 5_000 }).catch(() => null);
    const shown = await everything(page).catch(() => '');
    assert.ok(!shown.includes(SECRET), `a page of the former person after ${step + 1} times Back: ${page.url()}`);
    if (answer === null && page.url() === 'about:blank') return;
  }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`after sending on a shared device Back shows nothing of the former person, ${how} JavaScript`, async (t) => {
    const page = await (await visitor(t, { javaScriptEnabled })).newPage();
    await begin(page, await kiosk(page));
    await fillUntilCheck(page, { text: SECRET });
    await send(page);
    assert.match(page.url(), /\/kiosk\/bedankt$/);
    await page.getByRole('link', { name: 'Klaar voor de volgende' }).click();
    await page.waitForURL(/\/kiosk$/);
    await backShowsNothing(page);
  });

  test(`after "Opnieuw beginnen" Back shows nothing of the former person, ${how} JavaScript`, async (t) => {
    const page = await (await visitor(t, { javaScriptEnabled })).newPage();
    await begin(page, await kiosk(page));
    await fillUntilCheck(page, { text: SECRET });
    await press(page, 'Opnieuw beginnen');
    assert.match(page.url(), /\/kiosk$/);
    await backShowsNothing(page);
  });
}

test('who does nothing is asked first, can stay, and else the form begins anew', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  const address = await kiosk(page);
  await page.clock.install();
  await begin(page, address);
  await page.clock.runFor(241_000);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /Bent u er nog\?/);
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('dialog').count(), 0, 'one key is enough to stay');
  await page.clock.runFor(241_000);
  await page.getByRole('dialog').waitFor();
  await page.clock.runFor(61_000);
  await page.getByRole('button', { name: /^Begin/ }).waitFor();
  assert.equal(new URL(page.url()).pathname, address, 'the start page');
});

test('lending a device logs the volunteer out and leaves no cookie', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  await logIn(page);
  await page.goto(`/${council}/werk/papier`);
  await press(page, 'Zet dit apparaat klaar');
  assert.match(page.url(), /\/kiosk$/);
  assert.deepEqual(await context.cookies(), []);
  await page.goto(`/${council}/werk`);
  assert.equal(new URL(page.url()).pathname, '/inloggen');
});

test('who fills in for someone else reads the rules first, without JavaScript', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await page.goto(await openSurvey(page));
  await press(page, 'Ik vul in voor iemand anders');
  assert.match(await page.locator('main').innerText(), /Lees elke vraag voor/);
  await press(page, 'Begin met de vragen');
  assert.match(await page.locator('main').innerText(), /U helpt iemand/);
  await fill(page);
  await next(page);
  assert.match(await page.locator('main').innerText(), /U helpt iemand/);
});

test('"Snel weg" takes the place of the form in the history and tells the other site nothing', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  let seen;
  await context.route('https://www.knmi.nl/**', async (route) => {
    seen = await route.request().allHeaders();
    await route.fulfill({ contentType: 'text/html', body: '<title>weer</title>' });
  });
  await begin(page, await openSurvey(page));
  const entries = await page.evaluate(() => history.length);
  await page.getByRole('link', { name: /^Snel weg/ }).click();
  await page.waitForURL('https://www.knmi.nl/**');
  assert.equal(seen.referer, undefined);
  assert.equal(await page.evaluate(() => document.referrer), '');
  assert.equal(await page.evaluate(() => history.length), entries, 'no entry was added');
});
