// Logs in as the volunteer whose name and password the demo printed.

import { council, demoOutput, turnPage } from './harness.mjs';

/** Name and password from the demo's output. */
export async function credentials() {
  const output = await demoOutput();
  const [, name, password] = output.match(/^ *(secretaris) +(\S+)$/m) ?? [];
  if (!password) throw new Error(`the demo printed no login:\n${output}`);
  return { name, password };
}

/** Fills in the login form that stands on the page. */
export async function fillLogin(page, name, password) {
  await page.getByLabel('Naam').fill(name);
  await page.getByLabel('Wachtwoord').fill(password);
  await turnPage(page, () => page.getByRole('button', { name: 'Log in' }).click());
}

/** Leaves the page in the workspace of the client council. */
export async function logIn(page) {
  const { name, password } = await credentials();
  await page.goto('/inloggen');
  await fillLogin(page, name, password);
  await page.goto(`/${council}/werk`);
}
