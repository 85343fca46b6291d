// A device that residents use one after the other. Who does nothing for a while is asked whether they are still there; then
// the form begins anew. Without this script the page itself goes back to the start after a longer time.
'use strict';

(() => {
  const script = document.currentScript;
  if (!script) return;
  const { quiet, warn, then, warning, seconds, stay } = script.dataset;
  const again = document.querySelector('button[value="opnieuw"]');
  let left = Number(quiet);
  let dialog = null;

  // A page that comes out of the browser's memory belongs to someone who was here before.
  addEventListener('pageshow', (event) => event.persisted && location.replace(then));

  const restart = () => {
    left = Infinity;
    if (again) again.form.requestSubmit(again);
    else location.replace(then);
  };

  const close = () => {
    dialog?.close();
    dialog?.remove();
    dialog = null;
    left = Number(quiet);
  };

  function ask() {
    dialog = document.createElement('dialog');
    dialog.className = 'ab-dialog';
    const heading = document.createElement('h2');
    heading.id = 'bent-u-er-nog';
    heading.textContent = warning;
    const text = document.createElement('p');
    text.setAttribute('role', 'timer');
    const button = document.createElement('button');
    button.className = 'ab-button';
    button.type = 'button';
    button.textContent = stay;
    button.addEventListener('click', close);
    dialog.setAttribute('aria-labelledby', heading.id);
    dialog.addEventListener('cancel', close);
    dialog.append(heading, text, button);
    document.body.append(dialog);
    dialog.showModal();
    left = Number(warn);
  }

  for (const sign of ['keydown', 'pointerdown', 'scroll']) {
    addEventListener(sign, () => { if (!dialog && warning) left = Number(quiet); }, { passive: true });
  }

  setInterval(() => {
    left -= 1;
    if (dialog) dialog.querySelector('p').textContent = seconds.replace('{seconds}', String(Math.max(left, 0)));
    if (left > 0) return;
    if (dialog || !warning) restart();
    else ask();
  }, 1000);
})();
