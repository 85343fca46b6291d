// Judges one page as it stands in the browser.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { phone } from './harness.mjs';

/** Levels A and AA of WCAG 2.0, 2.1 and 2.2: what the law asks of a municipality. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Most bytes of a page as sent. */
export const MOST_BYTES = 30_000;

/** Rules of WCAG that the page breaks, one line each. The context needs `bypassCSP: true`. */
export async function accessibilityProblems(page) {
  await openDetails(page);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}

/** What stands out of the page at 320 px, one line each. */
export async function widthProblems(page) {
  await page.setViewportSize(phone);
  await openDetails(page);
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const scrolls = (element) => element.parentElement && (getComputedStyle(element.parentElement).overflowX !== 'visible' || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element));
    return [`${document.scrollingElement.scrollWidth} px wide: ${wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 100)).join(' | ')}`];
  });
}

/** Script, style and handlers inside the page; addresses of other hosts that the page would load. */
export async function inlineProblems(page) {
  return page.evaluate(() => {
    const inline = document.querySelectorAll('script:not([src]), style, [style], [href^="javascript:"]');
    const handlers = [...document.querySelectorAll('*')].filter((element) => [...element.attributes].some(({ name }) => name.startsWith('on')));
    const foreign = [...document.querySelectorAll('[src], link[href]')].filter((element) => new URL(element.src || element.href).origin !== location.origin);
    return [...inline, ...handlers, ...foreign].map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Fails with every problem of the page, at 320 px and at full width. */
export async function assertGoodPage(page, name) {
  const problems = [
    ...(await inlineProblems(page)).map((problem) => `inline or from elsewhere: ${problem}`),
    ...(await widthProblems(page)).map((problem) => `at 320 px: ${problem}`),
    ...(await accessibilityProblems(page)).map((problem) => `at 320 px: ${problem}`),
  ];
  await page.setViewportSize({ width: 1280, height: 800 });
  problems.push(...(await accessibilityProblems(page)).map((problem) => `at 1280 px: ${problem}`));
  assert.deepEqual(problems, [], `${name ?? page.url()} has problems`);
}

/** Bytes of the document as sent, compressed if it was. */
export async function weight(response) {
  return (await response.request().sizes()).responseBodySize;
}

async function openDetails(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}
