// Every page from its samples (src/web/page/rendered), under every condition in which it must do. A new page is judged
// as soon as it has a sample.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { base, phone, screen, visitor } from './harness.mjs';
import { accessibilityProblems, clippedProblems, inlineProblems, openDetails, overflowProblems, writingProblems } from './inspect.mjs';

/** The directory in which the Rust tests wrote the samples. */
const directory = process.env.ACHTERBAN_PAGE_SAMPLES;
if (!directory) throw new Error('ACHTERBAN_PAGE_SAMPLES is not set: run tests/run, or see tests/browser/README.md');

/** Fewer samples than this means that something was not written. */
const FEWEST = 60;

/** WCAG 1.4.12: nothing is lost when a reader sets lines, letters and words further apart. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }';

const add = (content) => (page) => page.addStyleTag({ content });

/**
 * Under what: options of the browser, what is done to each page, and what is then wrong, one line each. What depends on the
 * style sheet and not on the words is judged once a kind of page (`isOnce`).
 */
const CONDITIONS = [
  { name: 'on a phone of 320 px, as at 400 % zoom', viewport: phone, judge: [inlineProblems, writingProblems, overflowProblems, accessibilityProblems] },
  { name: 'on a screen', viewport: screen, isOnce: true, judge: [overflowProblems, accessibilityProblems] },
  { name: 'with text at 200 %', viewport: screen, prepare: add(':root { font-size: 200% !important; }'), judge: [overflowProblems, clippedProblems] },
  { name: 'with wide text spacing, on a phone', viewport: phone, prepare: add(SPACING), judge: [overflowProblems, clippedProblems] },
  { name: 'with forced colours', viewport: screen, isOnce: true, options: { forcedColors: 'active' }, judge: [edgeProblems] },
  { name: 'with reduced motion', viewport: screen, isOnce: true, options: { reducedMotion: 'reduce' }, judge: [motionProblems] },
  { name: 'without its style sheet, on a phone', viewport: phone, isPlain: true, judge: [plainProblems] },
  { name: 'on paper', viewport: screen, isOnce: true, prepare: (page) => page.emulateMedia({ media: 'print' }), judge: [paperProblems] },
];

/** Controls that one can't tell from text when the system paints over every background. */
function edgeProblems(page) {
  return page.evaluate(() => {
    const edged = (element) => {
      const style = getComputedStyle(element);
      return parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none';
    };
    const isText = (element) => getComputedStyle(element).textDecorationLine.includes('underline');
    const shown = (element) => element.getClientRects().length > 0;
    const controls = [...document.querySelectorAll('button, input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select, a.ab-button')];
    return controls.filter((element) => shown(element) && !edged(element) && !isText(element)).map((element) => `no edge: ${element.outerHTML.slice(0, 120)}`);
  });
}

function motionProblems(page) {
  return page.evaluate(() => {
    const moves = (element) => {
      const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(element);
      const lasts = (durations) => durations.split(',').some((duration) => parseFloat(duration) > 0.01);
      return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration)) || scrollBehavior === 'smooth';
    };
    return [...document.querySelectorAll('*')].filter(moves).map((element) => `moves: ${element.outerHTML.slice(0, 120)}`);
  });
}

/** Without style everything is there, in the order of the source, and no drawing fills the screen. */
function plainProblems(page) {
  return page.evaluate(() => {
    const shown = (element) => element.getClientRects().length > 0;
    const controls = [...document.querySelectorAll('h1, label, button, input:not([type=hidden]), textarea, select, main a, main p')];
    const hidden = controls.filter((element) => !element.closest('[hidden]') && !shown(element)).map((element) => `not there: ${element.outerHTML.slice(0, 120)}`);
    // Half a phone: what is to be scanned must be that large.
    const large = [...document.querySelectorAll('svg:not(figure svg)')].filter((svg) => svg.getBoundingClientRect().width > 160);
    return [...hidden, ...large.map((svg) => `a drawing fills the screen: ${svg.outerHTML.slice(0, 120)}`)];
  });
}

function paperProblems(page) {
  return page.evaluate(() => {
    const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
    const useless = [...document.querySelectorAll('nav a, .ab-exit, .ab-skip')].filter(shown).map((element) => `on paper: ${element.outerHTML.slice(0, 120)}`);
    return shown(document.querySelector('h1')) ? useless : [...useless, 'no heading on paper'];
  });
}

/** Shows each sample at an address of the server, so that its style sheet is found. */
async function visit(page, samples, { isPlain, prepare, judge }) {
  const problems = [];
  let html = '';
  await page.route('**/sample', (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  if (isPlain) await page.route('**/*.css', (route) => route.abort());
  for (const sample of samples) {
    html = await readFile(join(directory, sample), 'utf8');
    await page.goto(`${base}/sample`);
    await openDetails(page);
    await prepare?.(page);
    for (const problem of judge) problems.push(...(await problem(page)).map((line) => `${sample}: ${line}`));
  }
  return problems;
}

/** One sample of each name, without its number. */
const once = (samples) => [...new Map(samples.map((sample) => [sample.replace(/^\d+ /, ''), sample])).values()];

for (const condition of CONDITIONS) {
  test(`every page does ${condition.name}`, async (t) => {
    const all = (await readdir(directory)).sort();
    assert.ok(all.length >= FEWEST, `${all.length} samples`);
    const samples = condition.isOnce ? once(all) : all;
    const page = await (await visitor(t, { bypassCSP: true, viewport: condition.viewport, ...condition.options })).newPage();
    const problems = await visit(page, samples, condition);
    assert.deepEqual(problems, [], `${problems.length} problems in ${samples.length} pages`);
  });
}
