// Keying in a form on paper: Enter goes on, and one key is enough where an answer has one digit. Without this script every
// field works with Tab.
'use strict';
(() => {
  const form = document.querySelector('form[data-keys]');
  if (!form) return;
  const fields = [...form.querySelectorAll('input[type=text], textarea')];
  const button = form.querySelector('button');
  const after = (field) => fields[fields.indexOf(field) + 1] ?? button;
  const go = (target) => {
    target.focus();
    target.select?.();
    target.scrollIntoView({ block: 'center' });
  };
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.target === button) return;
    // A text has lines of its own: there Control and Enter go on.
    if (event.target.tagName === 'TEXTAREA' && !event.ctrlKey) return;
    event.preventDefault();
    go(after(event.target));
  });
  form.addEventListener('input', (event) => {
    const highest = Number(event.target.dataset.highest);
    const typed = event.target.value;
    if (highest && /^\d$/.test(typed) && Number(typed) <= highest) go(after(event.target));
  });
})();
