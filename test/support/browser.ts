import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Debian, Ubuntu and others, and macOS put the browser. */
const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The machine's own Chromium or Chrome, for nothing is downloaded; `CHROMIUM` names another. `undefined` where there is none. */
export const chromiumPath = PLACES.find((path) => path !== undefined && existsSync(path));

/** Whether tests in a browser are left out: nowhere in CI, which installs one. */
export const isWithoutBrowser = chromiumPath === undefined && process.env.CI === undefined;

/** A browser without a window. Rejects where the machine has none. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium: install it, or name it in CHROMIUM');
  // Who runs CI in a container is root there, for whom Chromium has no sandbox.
  return chromium.launch({ executablePath: chromiumPath, chromiumSandbox: process.getuid?.() !== 0 });
}
