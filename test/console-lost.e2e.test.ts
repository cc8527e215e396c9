import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { makeSubjects, type Subjects } from './support/console-pages.ts';
import { openingConsole, settled } from './support/console.ts';
import { heading, refusal } from './support/console-shown.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('what was done in the console while its answer was lost', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  let subjects: Subjects;

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    [browser, subjects] = await Promise.all([openBrowser(), makeSubjects(sonde, harbour)]);
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  const open = openingConsole(() => ({ browser, sonde }));
  const openAt = (path: string): Promise<Page> => open({ email: harbour.administrator.email, path });

  /** Has the API do the mutation once without its answer coming back. */
  async function loseAnswer(page: Page, mutation: string): Promise<void> {
    let isLost = false;
    await page.route(sonde.addresses.graphqlUrl, async (route) => {
      if (isLost || route.request().postData()?.includes(`mutation ${mutation}`) !== true) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort();
    });
  }

  const lost = (page: Page): Promise<void> => refusal(page).getByText('Sonde cannot be reached').waitFor();

  it('is said of a device and a service, which would be made twice, and they are listed', async () => {
    const page = await openAt('/devices');
    await settled(page);
    await loseAnswer(page, 'CreateDevice');
    await page.getByRole('link', { name: 'New device' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).first().fill('Quay');
    await page.getByRole('button', { name: 'Make the device' }).click();
    await lost(page);
    await page.getByText('The device may have been made all the same').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('link', { name: 'Quay' }).waitFor();

    await page.unroute(sonde.addresses.graphqlUrl);
    await page.getByRole('link', { name: 'People and services' }).click();
    await settled(page);
    await loseAnswer(page, 'MakeService');
    await page.getByRole('button', { name: 'Make a service' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a service' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Robot');
    await dialog.getByRole('button', { name: 'Make a service' }).click();
    await lost(page);
    await dialog.getByText('The service may have been made all the same').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Robot' }).waitFor();
  });

  it('is what was wanted where an export or a person is deleted again', async () => {
    const page = await openAt(`/exports/${subjects.exportId}`);
    await loseAnswer(page, 'DeleteAnExport');
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await lost(page);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'Exports').waitFor();

    await page.goto(new URL(`/identities/${subjects.identityId}`, page.url()).href);
    await loseAnswer(page, 'RemoveIdentity');
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('textbox').fill(harbour.viewer.name);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await lost(page);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'People and services').waitFor();
    expect(await page.getByRole('link', { name: harbour.viewer.name }).count()).toBe(0);
  });
});
