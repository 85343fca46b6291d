// Goes through pages with the keyboard alone, as someone does who can't point: Tab, Space, Enter and letters. Each stop must
// show that it has the focus, and nothing may lie over it.

import assert from 'node:assert/strict';
import { turnPage } from './harness.mjs';

/** No page has more stops than this. */
const MOST_STOPS = 200;

/** What has the focus, and whether one can see that it has. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  // A control that is drawn by its label shows the focus there.
  const label = element.closest('label');
  const rings = [element, label].filter(Boolean).map((drawn) => getComputedStyle(drawn));
  const ringed = rings.some((ring) => (ring.outlineStyle !== 'none' && ring.outlineWidth !== '0px') || ring.boxShadow !== 'none');
  // The middle of what is in view: a tall text box may reach below the window.
  const { left, right, top, bottom } = (label ?? element).getBoundingClientRect();
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const over = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
  const group = element.form ? [...element.form.elements].filter((other) => other.name === element.name) : [];
  return {
    kind: element.tagName === 'INPUT' ? element.type : element.tagName.toLowerCase(),
    name: element.name || element.id || '',
    text: (element.innerText ?? '').replace(/\s+/g, ' ').trim(),
    isMail: element.autocomplete === 'email',
    isNumber: ['numeric', 'decimal'].includes(element.inputMode),
    isEmpty: !element.value,
    isUntouched: !group.some((other) => other.checked),
    isSeen: ringed,
    isFree: over !== null && ((label ?? element).contains(over) || over.contains(element)),
  };
});

/** The next stop, or null at the end of the page. */
async function stop(page) {
  await page.keyboard.press('Tab');
  const element = await focused(page);
  if (element.kind === 'body') return null;
  const where = `${element.kind} ${element.name || element.text}, at ${page.url()}`;
  assert.ok(element.isSeen, `the focus can be seen on ${where}`);
  assert.ok(element.isFree, `nothing lies over ${where}`);
  return element;
}

/** Presses Tab until a stop for which `isIt` holds; hands every stop on the way to `onStop`. */
export async function tabTo(page, isIt, onStop = async () => {}) {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    const element = await stop(page);
    if (!element) continue;
    if (isIt(element)) return element;
    await onStop(element);
  }
  return assert.fail(`no stop within ${MOST_STOPS} for ${isIt}, at ${page.url()}`);
}

/** Presses Enter and waits for the page that it leads to. */
export async function enter(page) {
  await turnPage(page, () => page.keyboard.press('Enter'));
}

/** Goes to a link or button by its words, and presses it. */
export async function follow(page, words, onStop) {
  await tabTo(page, ({ kind, text }) => ['a', 'button', 'summary'].includes(kind) && words.test(text), onStop);
  await enter(page);
}

/** Answers what has the focus, when nothing stands there yet. */
export const answer = (page) => async (element) => {
  if (['radio', 'checkbox'].includes(element.kind) && element.isUntouched) await page.keyboard.press('Space');
  const isText = ['textarea', 'text', 'email'].includes(element.kind) && !element.isNumber && !element.name.includes('[other]');
  if (!isText || !element.isEmpty) return;
  await page.keyboard.type(element.isMail ? 'bewoner@voorbeeld.nl' : 'Een antwoord.');
};
