// Logs in as the volunteer whose name and password the demo printed.

import { council, demoOutput } from './harness.mjs';

/** Name and password from the demo's output. */
async function credentials() {
  const output = await demoOutput();
  const [, name, password] = output.match(/^ *(secretaris) +(\S+)$/m) ?? [];
  if (!password) throw new Error(`the demo printed no login:\n${output}`);
  return { name, password };
}

/** Leaves the page in the workspace of the client council. */
export async function logIn(page) {
  const { name, password } = await credentials();
  await page.goto(`/${council}/werk`);
  await page.getByLabel(/naam/i).fill(name);
  await page.getByLabel(/wachtwoord/i).fill(password);
  await page.getByRole('button', { name: /inloggen|aanmelden/i }).click();
  await page.waitForURL(`**/${council}/werk`);
}
