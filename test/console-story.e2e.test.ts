import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { mistakesOf, openConsole, screenshot, soon } from './support/console.ts';
import { heading } from './support/console-shown.ts';
import { codeFor } from './support/mailbox.ts';
import { PASSWORD } from './support/people.ts';
import { publish } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('a newcomer to the console', () => {
  let sonde: Sonde;
  let browser: Browser;

  beforeAll(async () => {
    sonde = await startSonde({ signUp: 'open' });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  it('signs up, makes a device, publishes as the page says, and sees the first chart', async () => {
    const page = await openConsole(browser, sonde);
    const email = 'nora@new.example';
    await page.getByRole('tab', { name: 'Create an account' }).click();
    await page.getByLabel('Your name').fill('Nora New');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password (at least 12 characters)').fill(PASSWORD);
    await page.getByLabel('The same password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Code from the e-mail').fill(await codeFor(sonde, email));
    await page.getByRole('button', { name: 'Confirm' }).click();

    await heading(page, 'No devices yet').waitFor();
    await page.getByRole('link', { name: 'New device' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Buoy 3');
    await page.getByRole('button', { name: 'Add a metric' }).click();
    const metric = page.getByRole('group', { name: 'Metric 1' });
    await metric.getByLabel('Name in messages').fill('level');
    await metric.getByLabel('Name for people').fill('Water level');
    await metric.getByLabel('Unit').fill('m');
    await page.getByRole('button', { name: 'Make the device' }).click();

    await heading(page, 'No readings yet').waitFor();
    const command = await page.getByRole('region', { name: 'A first reading from a terminal' }).innerText();
    const [, host, port, topic] = /mosquitto_pub -h (\S+) -p (\d+)[\s\\]+-q 1 -t (\S+)/.exec(command) ?? [];
    expect(`mqtt://${host}:${port}`).toBe(sonde.addresses.mqttUrl);
    for (const [secondsAgo, level] of [1.5, 1.75, 1.25].entries()) {
      const time = new Date(Date.now() - secondsAgo * 1000).toISOString();
      await publish(sonde, topic ?? '', { time, readings: { level } });
    }

    await expect.poll(() => page.locator('canvas').count(), soon).toBe(1);
    await page.getByRole('button', { name: 'As a table' }).click();
    const table = page.getByRole('region', { name: 'Readings of this period' });
    await expect.poll(() => table.getByRole('row').count(), soon).toBe(1 + 3);
    for (const level of ['1.5 m', '1.75 m', '1.25 m']) await table.getByText(level).waitFor();
    // In a day they look like one.
    await page.getByRole('button', { name: 'Look closer' }).click();
    await expect.poll(() => page.getByRole('radio', { name: '15 minutes' }).isChecked(), soon).toBe(true);
    await page.getByRole('button', { name: 'Look closer' }).click();
    await page.getByText('Every reading is drawn.').waitFor();
    await screenshot(page, 'story-first-chart');
    expect(mistakesOf(page)).toEqual([]);
  });
});
