// The code of a letter stands behind the # of the scanned address, which no browser sends. This puts it in the field and
// takes it out of the address bar and the history. Nothing is kept; without this script the code is typed.
'use strict';
(() => {
  const field = document.getElementById('code');
  let code = '';
  try {
    code = decodeURIComponent(location.hash.slice(1));
  } catch {
    // A broken escape is no code.
  }
  // The skip link has a # too; a code has a digit or capital and no other word on the page looks like it.
  if (!field || !/^[0-9A-Za-z]{4}(-?[0-9A-Za-z]{1,4}){4}$/.test(code)) return;
  field.value = code;
  history.replaceState(null, '', location.pathname);
  // Who chooses another language keeps the code, again behind the #.
  for (const link of document.querySelectorAll('.ab-languages a')) {
    link.addEventListener('click', () => { if (field.value) link.hash = field.value; });
  }
})();
