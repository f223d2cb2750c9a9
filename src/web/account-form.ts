/** Sends the form of an account page as JSON, with the token from behind the #, and says what came of it. */
export const accountForm = `'use strict';
const form = document.querySelector('form');
const status = document.querySelector('[role=status]');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const filled = [...new FormData(form)].filter(([, value]) => value !== '');
  const body = JSON.stringify({ token: location.hash.slice(1), ...Object.fromEntries(filled) });
  status.textContent = 'One moment …';
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body });
    status.textContent = answer.ok ? form.dataset.done : (await answer.json()).error.message;
    form.hidden = answer.ok;
  } catch {
    status.textContent = 'The service cannot be reached. Try again in a moment.';
  }
});
`;
