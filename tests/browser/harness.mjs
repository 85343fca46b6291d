// The server under test and a Chromium to visit it with. No test starts a server: `tests/run` does.

import { readFile } from 'node:fs/promises';
import { after } from 'node:test';
import { chromium } from 'playwright-core';

/** Address of the demo server, without a slash at the end. */
export const base = process.env.ACHTERBAN_URL?.replace(/\/$/, '');
if (!base) throw new Error('ACHTERBAN_URL is not set: run tests/run, or see tests/browser/README.md');

/** The client council whose pages are visited; the demo fills all five alike. */
export const council = 'diemen';

/** The narrowest phone that must do. */
export const phone = { width: 320, height: 640 };

/** An ordinary screen. */
export const screen = { width: 1280, height: 800 };

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Does what leads to another page, and waits until that page is there: a click alone returns while the old one still stands. */
export async function turnPage(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

let starting;

/** A browser profile without history, closed when the test ends. Options are those of Playwright's `newContext`. */
export async function visitor(t, options = {}) {
  starting ??= start();
  const browser = await starting;
  const context = await browser.newContext({ baseURL: base, locale: 'nl-NL', ...options });
  context.setDefaultTimeout(10_000);
  t.after(() => context.close());
  return context;
}

async function start() {
  await ready();
  // Chromium's sandbox does not work for root.
  return chromium.launch({ executablePath, args, chromiumSandbox: process.getuid() !== 0 });
}

/** Waits until the server can store: a fresh demo makes its data first. */
async function ready() {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const answer = await fetch(`${base}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no server at ${base} within a minute; it printed:\n${await printed()}`);
}

/** What the demo printed at its start: addresses, logins and codes. */
export async function demoOutput() {
  await ready();
  return printed();
}

function printed() {
  const path = process.env.ACHTERBAN_DEMO_OUTPUT;
  if (!path) throw new Error('ACHTERBAN_DEMO_OUTPUT is not set: name the file with what `achterban demo` printed');
  return readFile(path, 'utf8');
}

after(async () => (await starting?.catch(() => null))?.close());
