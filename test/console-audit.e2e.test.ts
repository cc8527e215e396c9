import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  CreateServiceDocument,
  DeleteDeviceDocument,
  UpdateDeviceDocument,
} from '../examples/generated/documents.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import {
  light,
  mistakesOf,
  openConsole,
  overhang,
  PHONE,
  screenshot,
  seriousViolations,
  settled,
  soon,
} from './support/console.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('the console, for what was done,', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  let buoy: string;
  let barn: string;
  /** The administrator's. */
  let page: Page;

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    [buoy, barn] = [await makeDevice('Buoy'), await makeDevice('Barn')];
    const { operator, administrator } = harbour;
    const location = { latitude: 54, longitude: 10, name: 'Quay' };
    await operator.request(UpdateDeviceDocument, { input: { id: buoy, expectedVersion: 1, location } });
    await operator.request(DeleteDeviceDocument, { input: { id: barn, expectedVersion: 1 } });
    await administrator.request(CreateServiceDocument, { input: { name: 'Gateway', role: 'OPERATOR' } });
    browser = await openBrowser();
    page = await openConsole(browser, sonde, { email: administrator.email, path: '/audit' });
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  async function makeDevice(name: string): Promise<string> {
    const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name } });
    return createDevice.id;
  }

  const goTo = (search: string) => page.goto(new URL(`/audit${search}`, page.url()).href);
  const actions = (): Promise<string[]> => page.locator('tbody tr td:nth-child(3)').allInnerTexts();
  const searched = (): object => Object.fromEntries(new URL(page.url()).searchParams);

  it('tells all of it, newest first, with what is still there as links', async () => {
    await page.getByText('That is all.').waitFor();
    expect(await actions()).toEqual([
      'Service made',
      'Device deleted',
      'Device changed',
      'Device made',
      'Device made',
      ...Array.from({ length: 3 }, () => 'Signed in for the first time'),
    ]);
    const changed = page.getByRole('row').filter({ hasText: 'Device changed' });
    expect(await changed.getByRole('link', { name: 'Buoy' }).getAttribute('href')).toBe(`/devices/${buoy}/details`);
    const deleted = page.getByRole('row').filter({ hasText: 'Device deleted' });
    await deleted.getByText('Barn (deleted)').waitFor();
    expect(await deleted.getByRole('link').count()).toBe(0);
    await page.getByRole('button', { name: 'Details: Device changed' }).click();
    await page.getByRole('table', { name: 'Details' }).getByText('"name": "Quay"').waitFor();
    await page.getByText('127.0.0.1').waitFor();
    expect(mistakesOf(page)).toEqual([]);
  });

  it('finds what one looks for, and keeps it in the address', async () => {
    await page.getByRole('combobox', { name: 'What' }).fill('deleted');
    await page.getByRole('option', { name: 'Device deleted' }).click();
    await page.getByText('That is all.').waitFor();
    await expect.poll(actions, soon).toEqual(['Device deleted']);
    expect(searched()).toEqual({ action: 'deleteDevice' });

    await page.getByRole('combobox', { name: 'Who' }).click();
    await page.getByRole('option', { name: harbour.viewer.name }).click();
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(actions, soon).toHaveLength(8);
    expect(searched()).toEqual({});

    await goTo(`?targetId=${buoy}`);
    await expect.poll(actions, soon).toEqual(['Device changed', 'Device made']);
    await goTo('?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await page.getByLabel('To (included)').fill('2019-12-31');
    await page.getByText('The last day must not be before the first.').waitFor();
    // Of a year with two digits only it is said that it is none, and not taken for one of another century.
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByLabel('From').fill('0026-01-01');
    await page.getByLabel('From').blur();
    await page.getByText('with all four digits of the year').waitFor();
    expect(await page.getByLabel('From').inputValue()).toBe('0026-01-01');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('From').fill('2020-01-01');
    await page.getByText('with all four digits of the year').waitFor({ state: 'detached' });
    await goTo('?actorId=nobody&action=9');
    await expect.poll(actions, soon).toHaveLength(8);
    expect(mistakesOf(page)).toEqual([]);
  });

  it('is for administrators', async () => {
    const theirs = await openConsole(browser, sonde, { email: harbour.operator.email, path: '/audit' });
    await theirs.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
    expect(mistakesOf(theirs)).toEqual([]);
  });

  it('is light and dark, wide and narrow, in English and French', async () => {
    const { email } = harbour.administrator;
    const path = `/audit?targetId=${buoy}`;
    const narrow = await openConsole(browser, sonde, { email, path, language: 'fr', viewport: PHONE });
    await goTo('');
    for (const [shown, where, button] of [
      [page, 'wide', 'Details: Device changed'],
      [narrow, 'phone-fr', /^Détails.*Appareil modifié$/],
    ] as const) {
      await shown.getByRole('button', { name: button }).click();
      for (const colorScheme of ['light', 'dark'] as const) {
        await light(shown, colorScheme);
        await settled(shown);
        await screenshot(shown, `audit-${where}-${colorScheme}`);
        expect(await seriousViolations(shown)).toEqual([]);
      }
      expect(await overhang(shown)).toBe(0);
      expect(mistakesOf(shown)).toEqual([]);
    }
  });
});
