// "Snel weg": the other page takes the place of this one, so that Back does not lead to the form.
'use strict';

document.querySelector('.ab-exit')?.addEventListener('click', (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});
