import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base, council, visitor } from './harness.mjs';
import { assertGoodPage, MOST_BYTES, weight } from './inspect.mjs';
import { logIn } from './login.mjs';

/** Most bytes of a page with the charts and tables of results. A report is a document: it may weigh more. */
const MOST_OF_RESULTS = 60_000;

const mostBytes = (path) => (/\/rapport\//.test(path) ? Infinity : /\/resultaten\//.test(path) ? MOST_OF_RESULTS : MOST_BYTES);

/** The other client councils show the same pages: their homes alone are visited. */
const isPublic = (path) => path.split('/').length <= 2 || (path.startsWith(`/${council}/`) && !isWorkspace(path));
const isWorkspace = (path) => path.startsWith(`/${council}/werk`);

/** Pages that differ only in the object they show are of one kind. */
const kind = (path) => path.replace(/[0-9a-f]{32}/, 'ID').replace(/\/thema-[a-z_-]+/, '/thema');

/** Addresses within the site to which the page links. */
async function links(page) {
  const found = await page.locator('a[href]').evaluateAll((anchors) => anchors.map((anchor) => anchor.href));
  return found.map((href) => new URL(href)).filter((url) => url.origin === base).map((url) => url.pathname);
}

/** Visits a page of every kind that a link leads to and hands it to `judge`; returns the addresses. */
async function crawl(page, start, isVisited) {
  const found = new Map([[kind(start), start]]);
  for (const path of found.values()) {
    if (/\.(pdf|json|csv|docx|odt)$/.test(path)) continue;
    const response = await page.goto(path);
    if (response.status() !== 200) problems.push(`the link to ${path} is broken: ${response.status()}`);
    await judge(page, path, response);
    for (const link of await links(page)) if (isVisited(link) && !found.has(kind(link))) found.set(kind(link), link);
  }
  return [...found.values()];
}

/** A crawl that found fewer pages lost its way. */
const FEWEST = 7;

const problems = [];

/** Judges a page, and goes on, so that one run tells all that is wrong. */
async function judge(page, path, response) {
  const bytes = await weight(response);
  if (bytes > mostBytes(path)) problems.push(`${path} weighs ${bytes} bytes`);
  await assertGoodPage(page, path).catch((error) => problems.push(error.message));
}

test('every public page is accessible, fits a phone of 320 px, is light and has no broken link', async (t) => {
  const page = await (await visitor(t, { bypassCSP: true })).newPage();
  const visited = await crawl(page, '/', isPublic);
  t.diagnostic(visited.join(' '));
  assert.ok(visited.length >= FEWEST, visited.join(' '));
  assert.deepEqual(problems.splice(0), []);
});

test('every page of the workspace is accessible, fits a phone of 320 px, is light and has no broken link', async (t) => {
  const page = await (await visitor(t, { bypassCSP: true })).newPage();
  await logIn(page);
  const visited = await crawl(page, `/${council}/werk`, isWorkspace);
  t.diagnostic(visited.join(' '));
  assert.ok(visited.length >= FEWEST, visited.join(' '));
  assert.deepEqual(problems.splice(0), []);
});

test('an address that does not exist gets a page that says so', async (t) => {
  const page = await (await visitor(t, { bypassCSP: true })).newPage();
  for (const path of ['/geen-raad', `/${council}/geen-bladzijde`, `/${council}/v/geen-lijst`]) {
    const response = await page.goto(path);
    assert.equal(response.status(), 404, path);
    await assertGoodPage(page, path);
  }
});

test('every answer forbids inline script, framing and sniffing, and names no server', async (t) => {
  const page = await (await visitor(t)).newPage();
  for (const path of ['/', `/${council}`, '/inloggen', '/geen-raad']) {
    const headers = (await page.goto(path)).headers();
    assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers.server, undefined);
  }
});
