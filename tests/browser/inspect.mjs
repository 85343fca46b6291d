// Judges one page as it stands in the browser.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { phone, screen } from './harness.mjs';

/** Levels A and AA of WCAG 2.0, 2.1 and 2.2: what the law asks of a municipality; and landmarks, headings and the like. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Most bytes of a page as sent. */
export const MOST_BYTES = 30_000;

/** Rules that the page breaks, one line each. The context needs `bypassCSP: true`. */
export async function accessibilityProblems(page) {
  await openDetails(page);
  await page.evaluate(axe.source);
  const options = { runOnly: { type: 'tag', values: RULES }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };
  const { violations } = await page.evaluate((options) => axe.run(options), options);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}

/** What stands out of the page as wide as it is, one line each. */
export async function overflowProblems(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const scrolls = (element) => element.parentElement && (getComputedStyle(element.parentElement).overflowX !== 'visible' || scrolls(element.parentElement));
    const outside = ({ left, right }) => right > width + 1 || left < -1;
    const wide = [...document.body.querySelectorAll('*')].filter((element) => outside(element.getBoundingClientRect()) && !scrolls(element));
    return [`${document.scrollingElement.scrollWidth} px wide: ${wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 100)).join(' | ')}`];
  });
}

/** Text that its box cuts off, one line each. What is only there for screen readers is cut off on purpose. */
export async function clippedProblems(page) {
  return page.evaluate(() => {
    const cuts = (element) => {
      const { overflowX, overflowY, clipPath, position } = getComputedStyle(element);
      if (clipPath !== 'none' || position === 'absolute') return false;
      return (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) || (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
    };
    return [...document.body.querySelectorAll('*')].filter((element) => element.innerText?.trim() && cuts(element)).map((element) => `cut off: ${element.outerHTML.slice(0, 120)}`);
  });
}

/** Script, style and handlers inside the page; addresses of other hosts that the page would load. */
export async function inlineProblems(page) {
  return page.evaluate(() => {
    const inline = document.querySelectorAll('script:not([src]), style, [style], [href^="javascript:"]');
    const handlers = [...document.querySelectorAll('*')].filter((element) => [...element.attributes].some(({ name }) => name.startsWith('on')));
    const foreign = [...document.querySelectorAll('[src], link[href]')].filter((element) => new URL(element.src || element.href).origin !== location.origin);
    return [...inline, ...handlers, ...foreign].map((element) => `inline or from elsewhere: ${element.outerHTML.slice(0, 120)}`);
  });
}

/** What no rule of axe tells: links that mean nothing alone, tables without words, errors that are not named first. */
export async function writingProblems(page) {
  return page.evaluate(() => {
    const problems = [];
    const words = (element) => (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim();
    const short = (element) => element.outerHTML.slice(0, 120);

    const EMPTY = /^(klik )?(hier|lees|lees meer|meer|link|pdf|cijfers|download|here|click here|more|read more)\.?$/i;
    // In a list or table the row tells which one it is.
    const isAlone = (element) => !element.closest('li, tr');
    const targets = new Map();
    for (const link of document.querySelectorAll('a[href]')) {
      const [text, target] = [words(link), link.getAttribute('href')];
      if (EMPTY.test(text)) problems.push(`a link that means nothing alone: ${short(link)}`);
      if (isAlone(link) && targets.has(text) && targets.get(text) !== target) problems.push(`two links "${text}" lead to different pages: ${target} and ${targets.get(text)}`);
      if (isAlone(link)) targets.set(text, target);
    }
    const actions = new Map();
    for (const button of document.querySelectorAll('button')) {
      const [text, action] = [words(button), `${button.form?.getAttribute('action')} ${button.name} ${button.value}`];
      if (isAlone(button) && actions.has(text) && actions.get(text) !== action) problems.push(`two buttons "${text}" do different things: ${action}, ${actions.get(text)}`);
      if (isAlone(button)) actions.set(text, action);
    }
    for (const table of document.querySelectorAll('table')) {
      if (!table.caption && !table.closest('figure')) problems.push(`a table without caption: ${short(table)}`);
      for (const head of table.querySelectorAll('th:not([scope])')) problems.push(`a heading of a table without scope: ${short(head)}`);
    }
    for (const svg of document.querySelectorAll('svg:not([aria-hidden=true], [role=img], svg svg)')) problems.push(`a picture that is neither hidden nor named: ${short(svg)}`);

    const summary = document.querySelector('.ab-error-summary');
    const wrong = document.querySelectorAll('[aria-invalid=true]');
    if (wrong.length && !/^\p{L}+: /u.test(document.title)) problems.push(`the title "${document.title}" does not tell that there are mistakes`);
    if (summary && summary.compareDocumentPosition(document.querySelector('h1')) & Node.DOCUMENT_POSITION_PRECEDING) problems.push('the error summary comes after the heading');
    for (const field of wrong) {
      const described = (field.getAttribute('aria-describedby') ?? '').split(' ').some((id) => document.getElementById(id)?.className.includes('error'));
      if (!described) problems.push(`a wrong field that does not say what is wrong: ${short(field)}`);
    }
    return problems;
  });
}

/** Fails with every problem of the page, at 320 px and at full width. */
export async function assertGoodPage(page, name) {
  const problems = [...(await inlineProblems(page)), ...(await writingProblems(page))];
  await openDetails(page);
  for (const size of [phone, screen]) {
    await page.setViewportSize(size);
    const found = [...(await overflowProblems(page)), ...(await accessibilityProblems(page))];
    problems.push(...found.map((problem) => `at ${size.width} px: ${problem}`));
  }
  assert.deepEqual(problems, [], `${name ?? page.url()} has problems`);
}

/** Bytes of the document as sent, compressed if it was. */
export async function weight(response) {
  return (await response.request().sizes()).responseBodySize;
}

export async function openDetails(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}
