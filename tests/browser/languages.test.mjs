import assert from 'node:assert/strict';
import { test } from 'node:test';
import { council, turnPage, visitor } from './harness.mjs';
import { fill, filled, openSurvey } from './form.mjs';
import { assertGoodPage, MOST_BYTES, weight } from './inspect.mjs';

/** What a visitor presses and reads, per language; `segment` is what stands in the address. */
const LANGUAGES = [
  { segment: 'nl', lang: 'nl', dir: 'ltr', begin: 'Begin met de vragen', next: 'Verder', send: 'Verstuur mijn antwoorden', thanks: /Dank u wel/ },
  { segment: 'en', lang: 'en', dir: 'ltr', begin: 'Start the questions', next: 'Continue', send: 'Send my answers', thanks: /Thank you/ },
  { segment: 'ar', lang: 'ar', dir: 'rtl', begin: 'ابدأ الأسئلة', next: 'التالي', send: 'أرسل إجاباتي', thanks: /شكرًا لك/ },
];
const [DUTCH, , ARABIC] = LANGUAGES;

const addressIn = async (page, { segment }) => (segment === 'nl' ? openSurvey(page) : `${await openSurvey(page)}/${segment}`);

/** Presses the button with exactly this name, and waits for the page that it leads to. */
async function press(page, name) {
  await turnPage(page, () => page.getByRole('button', { name, exact: true }).click());
}

/** Begins the form in a language. */
async function begin(page, language) {
  await page.goto(await addressIn(page, language));
  await press(page, language.begin);
}

/** Answers every step in one language until the check page. */
async function toCheck(page, { next, send }, onStep = async () => {}) {
  for (let step = 0; step < 20; step += 1) {
    if (await page.getByRole('button', { name: send }).count()) return;
    await fill(page, { choice: 1 });
    await onStep(page);
    await press(page, next);
  }
  assert.fail('no check page after 20 steps');
}

const root = (page) => page.locator('html').evaluate(({ lang, dir }) => ({ lang, dir }));

for (const language of LANGUAGES) {
  for (const javaScriptEnabled of [false, true]) {
    test(`a whole journey in ${language.segment} (JavaScript ${javaScriptEnabled ? 'on' : 'off'})`, async (t) => {
      const context = await visitor(t, { javaScriptEnabled });
      const page = await context.newPage();
      const heavy = [];
      page.on('response', async (response) => {
        if (response.request().resourceType() !== 'document') return;
        const bytes = await weight(response).catch(() => 0);
        if (bytes > MOST_BYTES) heavy.push(`${response.url()}: ${bytes} bytes`);
      });
      await begin(page, language);
      await toCheck(page, language, async () => {
        assert.deepEqual(await root(page), { lang: language.lang, dir: language.dir });
        assert.ok(!page.url().includes('?'));
      });
      await press(page, language.send);
      assert.match(await page.getByRole('heading', { level: 1 }).innerText(), language.thanks);
      assert.deepEqual(await context.cookies(), []);
      assert.deepEqual(heavy, []);
    });
  }
}

test('the same answers are the same bytes in every language', async (t) => {
  const bytes = [];
  for (const language of LANGUAGES) {
    const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
    await begin(page, language);
    await toCheck(page, language);
    bytes.push(await page.locator('.ab-bytes').textContent());
  }
  assert.match(bytes[0], /"hulp"/);
  assert.equal(new Set(bytes).size, 1, bytes.join('\n'));
});

test('who changes the language half-way keeps the page and everything that was typed', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await begin(page, DUTCH);
  await fill(page, { choice: 1 });
  const typed = await filled(page);
  await press(page, 'العربية');
  assert.deepEqual(await root(page), { lang: 'ar', dir: 'rtl' });
  assert.deepEqual(await filled(page), typed);
  await press(page, ARABIC.next);
  await press(page, 'English');
  assert.match(await page.title(), /^Questionnaire, step 2 of \d+$/);
  await press(page, 'Previous');
  assert.deepEqual(await filled(page), typed);
  await press(page, 'Makkelijk Nederlands');
  assert.match(await page.locator('main').innerText(), /Ik kan snel met iemand van de gemeente praten\./);
  assert.deepEqual(await filled(page), typed);
});

test('Enter in a field goes on and does not change the language', async (t) => {
  const page = await (await visitor(t, { javaScriptEnabled: false })).newPage();
  await page.goto(`/${council}/v/signaal/ar`);
  await press(page, 'ابدأ');
  for (let step = 0; step < 10 && !(await page.locator('input[inputmode=decimal]').count()); step += 1) {
    await fill(page);
    await press(page, ARABIC.next);
  }
  await fill(page);
  await page.locator('input[inputmode=decimal]').fill('١١١٢');
  await turnPage(page, () => page.locator('input[inputmode=decimal]').press('Enter'));
  assert.deepEqual(await root(page), { lang: 'ar', dir: 'rtl' });
  assert.equal(await page.locator('input[inputmode=decimal]').count(), 0, 'digits of an Arabic keyboard are a number');
});

for (const { segment } of LANGUAGES.slice(1)) {
  test(`every step in ${segment} is accessible, fits a phone of 320 px and says who checked the translation`, async (t) => {
    const page = await (await visitor(t, { bypassCSP: true })).newPage();
    const language = LANGUAGES.find((other) => other.segment === segment);
    await page.goto(await addressIn(page, language));
    await assertGoodPage(page, 'the start page');
    await press(page, language.begin);
    await toCheck(page, language, async () => {
      await assertGoodPage(page);
      assert.equal(await page.getByText('Deze vertaling is niet nagekeken.').count(), segment === 'ar' ? 1 : 0);
    });
    await assertGoodPage(page, 'the check page');
    await press(page, language.send);
    await assertGoodPage(page, 'the thank-you page');
  });
}

test('in Arabic the page runs from right to left: arrows, steps and the line of an error mirror, numbers do not', async (t) => {
  const page = await (await visitor(t)).newPage();
  await page.setViewportSize({ width: 390, height: 900 });
  await begin(page, ARABIC);
  const boxes = (selector) => page.locator(selector).evaluateAll((all) => all.map((element) => element.getBoundingClientRect().x));
  const dots = await boxes('.ab-steps i');
  assert.deepEqual(dots, [...dots].sort((a, b) => b - a), 'the first step is on the right');
  const option = page.locator('.ab-option').first();
  const [input, label] = [await option.locator('input').boundingBox(), await option.locator('span').boundingBox()];
  assert.ok(input.x > label.x, 'the tick box stands to the right of its text');
  const transform = await page.locator('.ab-button--next').evaluate((button) => getComputedStyle(button, '::after').transform);
  assert.match(transform, /^matrix\(0\.70\d*, -0\.70/, 'the arrow points to the left');
  assert.equal(await page.locator('.ab-steps bdi').count(), 2, 'the numbers of the step have their own direction');
});

/** A browser with voices: Chromium without a screen has none. */
const withVoices = (languages) => `
  const voices = ${JSON.stringify(languages)}.map((lang) => ({ lang, localService: !lang.endsWith('-x-far'), name: lang }));
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices,
    speak: (utterance) => window.spoken.push(utterance),
    cancel: () => window.spoken.push({ text: 'STOP' }),
    addEventListener() {},
  } });`;

test('a question is read aloud with its hint and options, and can be stopped, by keyboard', async (t) => {
  const context = await visitor(t, { bypassCSP: false });
  await context.addInitScript(withVoices(['nl-NL', 'ar-SA']));
  const page = await context.newPage();
  await begin(page, DUTCH);
  const fields = await page.locator('.ab-field').count();
  assert.equal(await page.locator('.ab-listen').count(), fields, 'each question has its button');
  const button = page.getByRole('button', { name: /^Lees voor.*Welke hulp krijgt u/ });
  await button.focus();
  await page.keyboard.press('Enter');
  const spoken = await page.evaluate(() => window.spoken.map(({ text, lang }) => ({ text, lang })));
  const words = spoken.map(({ text }) => text).filter((text) => text !== 'STOP');
  assert.match(words[0], /^Welke hulp krijgt u/);
  assert.ok(words.includes('U mag meer dan één antwoord kiezen.') && words.includes('Een uitkering'), words.join(' | '));
  assert.ok(spoken.filter(({ lang }) => lang).every(({ lang }) => lang === 'nl'));
  await page.getByRole('button', { name: /^Stop met voorlezen.*Welke hulp/ }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => window.spoken.at(-1).text), 'STOP');
  await button.waitFor();
});

test('reading aloud follows the language of the page, and a voice that is elsewhere is none', async (t) => {
  const arabic = await visitor(t);
  await arabic.addInitScript(withVoices(['nl-NL', 'ar-SA']));
  const page = await arabic.newPage();
  await begin(page, ARABIC);
  await page.locator('.ab-listen').first().click();
  assert.equal(await page.evaluate(() => window.spoken.find(({ lang }) => lang).voice.lang), 'ar-SA');

  for (const voices of [[], ['nl-x-far'], ['pl-PL']]) {
    const without = await visitor(t);
    await without.addInitScript(withVoices(voices));
    const other = await without.newPage();
    await begin(other, DUTCH);
    assert.equal(await other.locator('.ab-listen').count(), 0, JSON.stringify(voices));
  }
});
