import assert from 'node:assert/strict';
import { test } from 'node:test';
import { council, turnPage, visitor } from './harness.mjs';
import { begin, fill, fillUntilCheck, filled, isCheckPage, next, openSurvey, press, send } from './form.mjs';
import { assertGoodPage, MOST_BYTES, weight } from './inspect.mjs';

const SIGNAL = `/${council}/v/signaal`;

test('a resident answers the whole enquête without JavaScript and without leaving a trace in the browser', async (t) => {
  const context = await visitor(t, { javaScriptEnabled: false });
  const page = await context.newPage();
  const heavy = [];
  page.on('response', async (response) => {
    if (response.request().resourceType() !== 'document') return;
    const bytes = await weight(response).catch(() => 0);
    if (bytes > MOST_BYTES) heavy.push(`${response.url()}: ${bytes} bytes`);
    assert.equal(await response.headerValue('set-cookie'), null, `${response.url()} sets a cookie`);
  });

  await begin(page, await openSurvey(page));
  const steps = [];
  const answered = await fillUntilCheck(page, { onStep: async () => steps.push(await page.locator('.ab-steps b').innerText()) });

  assert.ok(answered >= 20, `${answered} questions were asked`);
  assert.ok(steps.length >= 4, `in short steps: ${steps}`);
  steps.forEach((step, index) => assert.match(step, new RegExp(`^Stap ${index + 1} van \\d+$`)));
  assert.match(await page.locator('main').innerText(), /De brieven zijn moeilijk/, 'the check page shows what was typed');

  await send(page);
  assert.match(new URL(page.url()).pathname, new RegExp(`^/${council}/v/[a-z-]+(/nl)?/bedankt$`));
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Dank u wel/);
  assert.deepEqual(await context.cookies(), [], 'no cookie');
  assert.deepEqual(heavy, [], `pages of more than ${MOST_BYTES} bytes`);
});

test('with JavaScript on, nothing is kept in the browser either', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  await begin(page, await openSurvey(page));
  await fillUntilCheck(page);
  await send(page);
  await page.getByRole('heading', { name: /Dank u wel/ }).waitFor();

  const kept = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(kept, { cookie: '', local: 0, session: 0, databases: 0 });
  assert.deepEqual(await context.cookies(), []);
});

test('no address and no title of a step tells what was answered or what the enquête is about', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  const address = await openSurvey(page);
  await begin(page, address);
  await fillUntilCheck(page, {
    onStep: async () => {
      assert.ok(new URL(page.url()).pathname.startsWith(address), page.url());
      assert.equal(new URL(page.url()).search, '');
      assert.doesNotMatch(await page.title(), /bijstand|uitkering|wmo|participatiewet|hulp/i);
    },
  });
});

for (const javaScriptEnabled of [false, true]) {
  test(`the browser's Back button keeps the answers (JavaScript ${javaScriptEnabled ? 'on' : 'off'})`, async (t) => {
    const page = await (await visitor(t, { javaScriptEnabled })).newPage();
    await begin(page, await openSurvey(page));
    await fill(page, { choice: 1 });
    const first = await filled(page);
    await next(page);
    await fill(page, { choice: 2 });
    await next(page);

    await page.goBack();
    assert.match(await page.locator('.ab-steps b').innerText(), /^Stap 2 /);
    await page.goBack();
    assert.match(await page.locator('.ab-steps b').innerText(), /^Stap 1 /);
    assert.deepEqual(await filled(page), first);
  });
}

test('"Vorige" goes back without losing what stands on the page that is left', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await begin(page, await openSurvey(page));
  await fill(page, { choice: 1 });
  const first = await filled(page);
  await next(page);
  await fill(page, { choice: 2 });
  const second = await filled(page);

  await press(page, 'Vorige');
  assert.deepEqual(await filled(page), first);
  await next(page);
  assert.deepEqual(await filled(page), second);
});

test('going back from the thank-you page and sending again gives the same page, not an error', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await begin(page, await openSurvey(page));
  await fillUntilCheck(page);
  const posts = [];
  await send(page);
  const thanks = page.url();
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  await page.reload();
  assert.equal(page.url(), thanks);
  assert.deepEqual(posts, [], 'a reload of the thank-you page sends nothing');
});

test('an answer can be changed from the check page, and the check page comes right after', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await begin(page, await openSurvey(page));
  await fillUntilCheck(page, { text: 'Eerst dit.' });

  await press(page, /^Wijzig.*beter/);
  await page.locator('textarea').fill('Toch liever dit.');
  await next(page);
  assert.ok(await isCheckPage(page), 'the check page again');
  assert.match(await page.locator('main').innerText(), /Toch liever dit\./);
  assert.doesNotMatch(await page.locator('main').innerText(), /Eerst dit\./);
});

test('a question that does not apply is not asked, and its answer is not sent', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  const work = page.locator('[name=hulp][value=werk]');
  await begin(page, await openSurvey(page));
  await work.check();
  let asked = 0;
  await fillUntilCheck(page, { onStep: async () => (asked += await page.locator('[name=werkhulp]').count()) });
  assert.ok(asked > 0, 'who gets help with work is asked about it');
  assert.match(await page.locator('.ab-bytes').textContent(), /"werkhulp"/);

  await press(page, /^Wijzig.*Welke hulp/);
  await work.uncheck();
  await next(page);
  const stored = await page.locator('.ab-bytes').textContent();
  assert.match(stored, /"hulp"/);
  assert.doesNotMatch(stored, /werkhulp/, 'what is not asked any more is not kept');
});

test('a mistake is named at the top, linked to its field, and costs no other answer', async (t) => {
  const page = await (await visitor(t, { bypassCSP: true })).newPage();
  await begin(page, await openSurvey(page));
  while ((await page.locator('textarea').count()) === 0) {
    await fill(page);
    await next(page);
  }
  await fill(page, { choice: 1, text: 'Mijn BSN is 111222333.' });
  const before = await filled(page);
  const [response] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), next(page)]);

  assert.equal(response.status(), 422);
  assert.match(await page.title(), /^Fout: /);
  assert.deepEqual(await filled(page), before, 'everything typed still stands there');
  const summary = page.getByRole('alert');
  assert.match(await summary.innerText(), /Er gaat 1 ding niet goed/);
  const link = summary.getByRole('link').first();
  const target = (await link.getAttribute('href')).slice(1);
  await link.click();
  await page.locator(`#${target}:focus`).waitFor();
  const described = await page.locator('textarea').getAttribute('aria-describedby');
  assert.ok(described.split(' ').some((id) => id.endsWith('-fout')), 'the field names its error');
  await assertGoodPage(page, 'the page with a mistake');
});

test('each step of the enquête is accessible, narrow enough for a small phone and light', async (t) => {
  const page = await (await visitor(t, { bypassCSP: true })).newPage();
  await begin(page, await openSurvey(page));
  await fillUntilCheck(page, { onStep: () => assertGoodPage(page) });
  await assertGoodPage(page, 'the check page');
  await send(page);
  await assertGoodPage(page, 'the thank-you page');
});

for (const contact of ['', 'bewoner@voorbeeld.nl']) {
  test(`a resident leaves a signal on the website ${contact ? 'and asks for a call back' : 'without saying who it is'}`, async (t) => {
    const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
    await begin(page, SIGNAL);
    await fillUntilCheck(page, { text: 'Ik wacht al tien weken op antwoord.', contact });
    const check = await page.locator('main').innerText();
    assert.equal(check.includes('bewoner@voorbeeld.nl'), contact !== '');
    await send(page);
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Dank u wel/);
  });
}

test('Enter in a text field goes on, not back', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await begin(page, SIGNAL);
  for (let step = 0; step < 10 && !(await page.locator('input[autocomplete=email]').count()); step += 1) {
    await fill(page);
    await next(page);
  }
  const before = await page.locator('.ab-steps b').innerText();
  await fill(page);
  await turnPage(page, () => page.locator('input[autocomplete=email]').press('Enter'));
  const steps = page.locator('.ab-steps b');
  const now = (await isCheckPage(page)) ? 'the check page' : await steps.innerText();
  assert.notEqual(now, before);
  assert.doesNotMatch(now, /^Stap 1 /);
});
