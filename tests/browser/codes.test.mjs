import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base, demoOutput, visitor } from './harness.mjs';
import { begin, fillUntilCheck, press, send } from './form.mjs';
import { assertGoodPage } from './inspect.mjs';

/** The links with a code that the demo printed. */
async function links() {
  const found = (await demoOutput()).match(/http:\S+\/v\/\S+#[0-9A-Z-]{21}/g) ?? [];
  assert.equal(found.length, 3, 'the demo prints three codes to try');
  return found.map((link) => new URL(link)).map(({ pathname, hash }) => ({ path: pathname, code: hash.slice(1) }));
}

test('a scanned code fills the field, leaves the address bar, and is never sent in an address', async (t) => {
  const [{ path, code }] = await links();
  const page = await (await visitor(t)).newPage();
  const requests = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(`${path}#${code}`);
  assert.equal(await page.locator('#code').inputValue(), code);
  assert.equal(page.url(), base + path, 'no code in the address bar, so none in the history');

  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL(/\/en$/);
  assert.equal(await page.locator('#code').inputValue(), code, 'another language keeps the code');

  await press(page, /^Start|^Begin/);
  assert.match(await page.locator('.ab-steps b').innerText(), /1/);
  for (const request of requests) {
    assert.ok(!request.url().split('#')[0].includes(code), request.url());
    assert.ok(!(request.headers().referer ?? '').includes(code));
  }
  assert.ok(!(await page.title()).includes(code));
  assert.ok(!(await page.content()).includes(code), 'the code travels on sealed');
});

test('without JavaScript the code is typed as it stands on paper, in small letters if one likes', async (t) => {
  const [, { path, code }] = await links();
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await page.goto(path);
  await page.getByLabel('Uw code').fill(code.toLowerCase().replaceAll('-', ' '));
  await press(page, /^Begin/);
  await fillUntilCheck(page);
  await send(page);
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Dank u wel/);
});

test('a mistyped code is told with the field, keeps what was typed, and the page stays good', async (t) => {
  const [, , { path, code }] = await links();
  const page = await (await visitor(t, { bypassCSP: true })).newPage();
  await page.goto(path);
  await assertGoodPage(page, 'the start page with a code');
  const wrong = (code[0] === '7' ? '8' : '7') + code.slice(1);
  await page.getByLabel('Uw code').fill(wrong);
  await press(page, /^Begin/);
  assert.match(await page.title(), /^Fout: /);
  assert.equal(await page.locator('#code').inputValue(), wrong);
  await page.getByRole('alert').getByRole('link').click();
  await page.locator('#code:focus').waitFor();
  await assertGoodPage(page, 'the start page with a mistake');
  await begin(page, `${path}#${code}`);
  assert.match(await page.locator('.ab-steps b').innerText(), /^Stap 1 /);
});
