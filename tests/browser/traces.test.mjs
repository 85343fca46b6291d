// T-01: what visiting the pages of residents leaves in a browser, and what a browser tells the server. Nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base, council, visitor } from './harness.mjs';
import { begin, fillUntilCheck, openSurvey, press, send } from './form.mjs';

/** Everything in which a page can leave something behind. */
const kept = (page) =>
  page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    // Only there over https and on this machine, as here.
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    name: window.name,
    state: history.state,
  }));

const nothing = { cookie: '', local: 0, session: 0, databases: 0, caches: 0, workers: 0, name: '', state: null };

test('no page that a resident can reach leaves anything in the browser or tells where he came from', async (t) => {
  const context = await visitor(t);
  const page = await context.newPage();
  const told = [];
  page.on('request', (request) => {
    const { referer, cookie } = request.headers();
    if (referer || cookie) told.push(`${request.url()}: ${referer ?? cookie}`);
  });
  page.on('response', async (response) => {
    const cookie = await response.headerValue('set-cookie').catch(() => null);
    if (cookie) told.push(`${response.url()} sets ${cookie}`);
  });

  const waiting = ['/', `/${council}`, `/${council}/v/signaal`];
  const seen = new Set();
  while (waiting.length > 0) {
    const address = waiting.pop();
    if (seen.has(address)) continue;
    seen.add(address);
    await page.goto(address);
    assert.deepEqual(await kept(page), nothing, address);
    const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
    // A PDF is downloaded, the pages of other councils are alike.
    waiting.push(...links.filter((link) => link.startsWith(`/${council}`) && !/\.(pdf|json|csv)$/.test(link)));
  }

  assert.ok(seen.size >= 8, `${[...seen]}`);
  assert.deepEqual(told, []);
  assert.deepEqual(await context.cookies(), []);
});

test('two visitors get the same assets with the same headers', async (t) => {
  const assets = async (options) => {
    const page = await (await visitor(t, options)).newPage();
    const found = {};
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/static/')) return;
      const headers = await response.allHeaders();
      delete headers.date;
      found[pathname] = headers;
    });
    await page.goto(`/${council}`, { waitUntil: 'networkidle' });
    return found;
  };
  const one = await assets({ locale: 'nl-NL' });
  const other = await assets({ locale: 'ar', userAgent: 'Bibliotheek/9', viewport: { width: 320, height: 640 } });
  assert.ok(Object.keys(one).length > 0);
  assert.deepEqual(one, other);
  for (const headers of Object.values(one)) assert.match(headers['cache-control'], /immutable/);
});

test('with and without JavaScript, on a telephone and in another language the same bytes are stored', async (t) => {
  const bytes = async (options, language) => {
    const page = await (await visitor(t, options)).newPage();
    const address = await openSurvey(page);
    await page.goto(`${address}${language}`);
    await press(page, /^(Begin|Start)/);
    // Only what the visitor chooses: the same option everywhere, and the same words.
    for (let step = 0; step < 20 && (await page.locator('pre.ab-bytes code').count()) === 0; step += 1) {
      for (const name of new Set(await page.locator('input[type=radio]').evaluateAll((all) => all.map((field) => field.name)))) {
        await page.locator(`[name="${name}"]`).first().check();
      }
      for (const text of await page.locator('main textarea').all()) await text.fill('Bellen duurt lang.');
      await press(page, /^(Verder|Continue)$/);
    }
    return page.locator('pre.ab-bytes code').textContent();
  };
  const plain = await bytes({ javaScriptEnabled: false }, '');
  assert.match(plain, /^\{"v":\d+,"a":\{/);
  assert.equal(await bytes({}, ''), plain);
  assert.equal(await bytes({ locale: 'en-GB', userAgent: 'Telefoon/1', viewport: { width: 320, height: 640 }, hasTouch: true }, '/en'), plain);
});

test('after sending, the page says that the answers can not be found back', async (t) => {
  const page = await (await visitor(t)).newPage();
  await begin(page, await openSurvey(page));
  await fillUntilCheck(page);
  await send(page);
  const text = await page.locator('main').innerText();
  assert.match(text, /kunnen uw antwoorden niet meer terugvinden/);
  assert.equal(new URL(page.url()).search, '');
  assert.equal(new URL(page.url()).origin, base);
  assert.deepEqual(await kept(page), nothing);
});
