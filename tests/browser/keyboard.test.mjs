import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from './harness.mjs';
import { openSurvey } from './form.mjs';

/** What has the focus, and whether one can see that it has. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  // A control that is drawn by its label shows the focus there.
  const label = element.closest('label');
  const rings = [style, label && getComputedStyle(label)].filter(Boolean);
  const group = element.form ? [...element.form.elements].filter((other) => other.name === element.name) : [];
  return {
    kind: element.tagName === 'INPUT' ? element.type : element.tagName.toLowerCase(),
    name: element.name || element.id || '',
    text: element.innerText?.trim() ?? '',
    empty: !element.value,
    untouched: !group.some((other) => other.checked),
    seen: rings.some((ring) => (ring.outlineStyle !== 'none' && ring.outlineWidth !== '0px') || ring.boxShadow !== 'none'),
  };
});

/** Does with the keyboard what the focused element is for; true when that leaves the page. */
async function act(page, element) {
  if (['radio', 'checkbox'].includes(element.kind) && element.untouched) await page.keyboard.press('Space');
  if (['textarea', 'text'].includes(element.kind) && element.empty && !element.name.includes('[other]')) await page.keyboard.type('Een antwoord.');
  const goesOn = element.kind === 'button' && /^(Begin|Verder|Verstuur)/.test(element.text);
  if (goesOn) {
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
  }
  return goesOn;
}

/** Presses Tab until a button that goes on, and presses that. */
async function goOn(page) {
  for (let stop = 0; stop < 150; stop += 1) {
    await page.keyboard.press('Tab');
    const element = await focused(page);
    if (element.kind === 'body') continue;
    assert.ok(element.seen, `the focus on ${element.kind} ${element.name || element.text} can be seen, at ${page.url()}`);
    if (await act(page, element)) return;
  }
  assert.fail(`no button to go on within 150 stops, at ${page.url()}`);
}

test('the whole enquête is done with the keyboard alone, and every stop shows its focus', async (t) => {
  const page = await (await visitor(t)).newPage();
  await page.goto(await openSurvey(page));
  for (let step = 0; step < 20; step += 1) {
    if (page.url().endsWith('/bedankt')) return;
    await goOn(page);
  }
  assert.fail('no thank-you page after 20 steps');
});

test('the first stop on a page skips to its content', async (t) => {
  const page = await (await visitor(t)).newPage();
  await page.goto(await openSurvey(page));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).hash, '#inhoud');
});
