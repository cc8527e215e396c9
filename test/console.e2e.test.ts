import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { mistakesOf, openConsole, screenshot, seriousViolations } from './support/console.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('the console', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  const pages: Page[] = [];
  const open = async (
    ...options: Parameters<typeof openConsole> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ) => {
    const page = await openConsole(browser, sonde, ...options);
    pages.push(page);
    return page;
  };

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  it('lets an administrator in, and shows where they can go', async () => {
    const page = await open({ email: harbour.administrator.email });
    const links = await page.getByRole('navigation').getByRole('link').allTextContents();
    expect(links).toEqual([
      'Devices',
      'Imports',
      'Exports',
      'People and services',
      'Audit',
      'Organization',
      'My account',
    ]);
    await screenshot(page, 'shell');
    expect(await seriousViolations(page)).toEqual([]);
    expect(mistakesOf(page)).toEqual([]);
  });
});
