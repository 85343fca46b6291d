// Reads a question aloud with a voice of the device itself: question, hint, options, each in its own language. Without a
// voice that works offline there is no button: a voice of a company elsewhere would hear what someone is asked.
'use strict';

(() => {
  const script = document.currentScript;
  const synthesis = window.speechSynthesis;
  const form = document.getElementById('antwoorden');
  if (!script || !synthesis || !form) return;
  const { start, stop } = script.dataset;

  /** The button that is reading, if one is. */
  let reading = null;

  const primary = (language) => language.toLowerCase().split(/[-_]/)[0];

  const voiceFor = (language) =>
    synthesis.getVoices().find((voice) => voice.localService && primary(voice.lang) === primary(language));

  /** What there is to read of a question, piece by piece: text and language. */
  function pieces(field) {
    const parts = field.querySelectorAll('.ab-label, .ab-error, .ab-hint, .ab-option > span, .ab-mark > span, .ab-own > span, .ab-date span');
    const found = [];
    for (const part of parts) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('.ab-listen')) continue;
        const text = node.data.trim();
        const language = node.parentElement.closest('[lang]').lang;
        const last = found.at(-1);
        if (!text) continue;
        if (last && last.part === part && last.language === language) last.text += ` ${text}`;
        else found.push({ part, text, language });
      }
    }
    return found.filter(({ language }) => voiceFor(language));
  }

  function silence() {
    synthesis.cancel();
    if (reading) label(reading, start);
    reading?.classList.remove('is-reading');
    reading = null;
  }

  function label(button, text) {
    button.firstElementChild.textContent = text;
  }

  function read(button, field) {
    silence();
    reading = button;
    label(button, stop);
    button.classList.add('is-reading');
    const all = pieces(field);
    all.forEach(({ text, language }, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      utterance.voice = voiceFor(language);
      utterance.rate = 0.9;
      if (index === all.length - 1) utterance.onend = () => reading === button && silence();
      utterance.onerror = () => reading === button && silence();
      synthesis.speak(utterance);
    });
  }

  /** The button under a question; its name says which question it reads. */
  function buttonFor(field) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ab-listen';
    const words = document.createElement('span');
    const which = document.createElement('span');
    which.className = 'ab-hidden';
    which.textContent = `: ${field.querySelector('.ab-label').textContent}`;
    button.append(words, which);
    label(button, start);
    button.addEventListener('click', () => (reading === button ? silence() : read(button, field)));
    return button;
  }

  function addButtons() {
    if (form.querySelector('.ab-listen') || !voiceFor(document.documentElement.lang)) return;
    for (const field of form.querySelectorAll('.ab-field')) {
      field.querySelector('.ab-label').after(buttonFor(field));
    }
  }

  addButtons();
  // Browsers load their voices late.
  synthesis.addEventListener?.('voiceschanged', addButtons);
  window.addEventListener('pagehide', silence);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && silence());
})();
