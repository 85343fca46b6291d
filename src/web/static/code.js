// The code of a letter stands behind the # of the scanned address, which no browser sends. This puts it in the field and
// takes it out of the address bar and the history. Nothing is kept; without this script the code is typed.
'use strict';
(() => {
  const field = document.getElementById('code');
  if (!field) return;
  // Links within the page have a # too: only what is made like a code is taken.
  const take = () => {
    const code = location.hash.slice(1);
    if (!/^[0-9A-Za-z]{4}(-?[0-9A-Za-z]{1,4}){4}$/.test(code)) return;
    field.value = code;
    history.replaceState(null, '', location.pathname);
  };
  take();
  // A letter that is scanned while the page is open.
  window.addEventListener('hashchange', take);
  // Who chooses another language keeps the code, again behind the #.
  for (const link of document.querySelectorAll('.ab-languages a')) {
    link.addEventListener('click', () => { if (field.value) link.hash = field.value; });
  }
})();
