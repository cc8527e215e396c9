import { marshall } from '@aws-sdk/util-dynamodb';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeviceDocument,
  DevicesDocument,
  UpdateDeviceDocument,
} from '../examples/generated/documents.ts';
import { physicalName } from '../local/stack/names.ts';
import type { DeviceRow } from '../resolvers/shared/rows.ts';
import type { CreateDeviceInput, UpdateDeviceInput } from '../schema/generated/types.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import {
  mistakesOf,
  openConsole,
  PHONE,
  screenshot,
  seriousViolations,
  soon,
  type ConsoleOptions,
} from './support/console.ts';
import { makeOrganization, type Member, type Organization } from './support/people.ts';
import { latestOf, publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** From the MQTT message to the page, in ms. */
const MOST_DELAY = 2000;
const HOUR = 3_600_000;

describe.skipIf(isWithoutBrowser)('devices in a browser', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  let fleet: Organization;
  const sessions = new Map<Member, Awaited<ReturnType<BrowserContext['storageState']>>>();
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    fleet = await makeOrganization(sonde, 'Fleet');
    browser = await openBrowser();
    await make({
      name: 'Étuve',
      description: 'On loan until spring',
      metrics: [{ name: 'temperature', label: 'Air temperature', unit: 'Cel' }],
    });
    await make({
      name: 'Buoy 10',
      location: { latitude: 43.4, longitude: 3.6, name: 'Sète, étang de Thau' },
      metrics: [
        { name: 'level', label: 'Water level', unit: 'm' },
        { name: 'salinity', label: 'Salinity', unit: 'g/kg' },
      ],
    });
    await make({ name: 'Buoy 9', location: { latitude: 48.4, longitude: -4.5, name: 'Brest' } });
    await make({ name: 'Cold room' });
    await send('Buoy 10', { readings: { level: 1.5, salinity: 31, battery: 80, mode: 'ebb' } });
    await send('Buoy 9', { time: new Date(Date.now() - 30 * HOUR).toISOString(), readings: { level: 3 } });
    await stored(harbour.viewer, idOf('Buoy 10'), 4);
    await stored(harbour.viewer, idOf('Buoy 9'), 1);
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  const idOf = (name: string): string => ids[name] ?? expect.unreachable(name);
  async function make(input: CreateDeviceInput): Promise<void> {
    const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input });
    ids[input.name] = createDevice.id;
  }
  const send = (name: string, ...messages: object[]): Promise<void> =>
    publish(sonde, topicOf(harbour.id, idOf(name)), ...messages);

  /** Opens the console as somebody, who signs in once. */
  async function open(member: Member, path: string, options: ConsoleOptions = {}): Promise<Page> {
    let storageState = sessions.get(member);
    if (!storageState) {
      const page = await openConsole(browser, sonde, { email: member.email });
      storageState = await page.context().storageState();
      sessions.set(member, storageState);
      await page.context().close();
    }
    const page = await openConsole(browser, sonde, {
      path,
      ...options,
      context: { ...options.context, storageState },
    });
    await page.locator('main#page h1').waitFor();
    return page;
  }
  async function close(page: Page): Promise<void> {
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  }

  const tableOf = (page: Page): Locator => page.getByRole('table', { name: 'Devices' });
  const rowOf = (page: Page, name: string): Locator => tableOf(page).getByRole('row', { name: new RegExp(name) });
  const namesIn = (page: Page): Promise<string[]> => tableOf(page).getByRole('link').allTextContents();
  const fitsThePage = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

  it('are listed with their status and newest values, searched, filtered and ordered as the address says', async () => {
    const page = await open(harbour.viewer, '/devices');
    await expect.poll(() => namesIn(page), soon).toEqual(['Buoy 9', 'Buoy 10', 'Cold room', 'Étuve']);
    expect(await rowOf(page, 'Buoy 10').innerText()).toMatch(
      /Sète.*Reporting.*Water level\s+1\.5\sm\s+Salinity\s+31\sg\/kg\s+battery\s+80\s+\+1 more/s,
    );
    expect(await rowOf(page, 'Buoy 9').innerText()).toMatch(/Silent.*yesterday.*level\s+3/s);
    expect(await rowOf(page, 'Cold room').innerText()).toMatch(/Never seen/);
    await page.getByText('Silent: no reading in the last 2 hours.', { exact: false }).waitFor();
    await page.getByText('4 devices').waitFor();
    expect(await page.getByRole('link', { name: 'New device' }).count()).toBe(0);
    await screenshot(page, 'devices-list');
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByRole('searchbox').fill('THAU buo');
    await expect.poll(() => namesIn(page), soon).toEqual(['Buoy 10']);
    await expect.poll(() => new URL(page.url()).searchParams.get('q'), soon).toBe('THAU buo');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByText('Never seen 2').click();
    await expect.poll(() => namesIn(page), soon).toEqual(['Cold room', 'Étuve']);
    expect(new URL(page.url()).search).toBe('?status=never');

    await page.goto(new URL('/devices?q=buoy&sort=newest', page.url()).href);
    await expect.poll(() => namesIn(page), soon).toEqual(['Buoy 10', 'Buoy 9']);
    expect(await page.getByRole('searchbox').inputValue()).toBe('buoy');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Last seen, oldest first');
    await expect.poll(() => namesIn(page), soon).toEqual(['Buoy 9', 'Buoy 10']);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByRole('button', { name: 'Show all devices' }).click();
    await expect.poll(() => namesIn(page), soon).toHaveLength(4);
    expect(new URL(page.url()).search).toBe('?sort=oldest');

    await page.goto(new URL('/devices?q[]=1&status=asleep&sort=size', page.url()).href);
    await expect.poll(() => namesIn(page), soon).toHaveLength(4);
    await close(page);
  });

  it('move as readings arrive, never back, and catch up after the connection was lost', async () => {
    const page = await open(harbour.viewer, '/devices');
    const lines: { cut: () => void }[] = [];
    let isCut = false;
    await page.routeWebSocket(/graphql\/realtime/, (near) => {
      if (isCut) {
        void near.close();
        return;
      }
      const far = near.connectToServer();
      lines.push({
        cut: () => {
          void near.close({ code: 1011 });
          void far.close();
        },
      });
    });
    const acknowledged = page.waitForEvent('websocket').then((socket) =>
      socket.waitForEvent('framereceived', {
        predicate: ({ payload }) => payload.toString().includes('start_ack'),
        ...soon,
      }),
    );
    await page.reload();
    const row = rowOf(page, 'Buoy 10');
    await row.getByText('1.5 m').waitFor();
    await acknowledged;

    const sent = Date.now();
    await send('Buoy 10', { readings: { level: 2.25 } });
    await row.getByText('2.25 m').waitFor();
    expect(Date.now() - sent).toBeLessThan(MOST_DELAY);

    await send('Buoy 10', { time: new Date(Date.now() - 60_000).toISOString(), readings: { level: 9.75 } });
    await send('Buoy 10', { readings: { salinity: 33 } });
    await row.getByText('33 g/kg').waitFor();
    expect(await row.innerText()).toContain('2.25');

    isCut = true;
    for (const line of lines) line.cut();
    await send('Buoy 10', { readings: { level: 4.5 } });
    await expect
      .poll(async () => (await latestOf(harbour.viewer, idOf('Buoy 10')))[0]?.readings.map(({ value }) => value), soon)
      .toContain(4.5);
    expect(await row.innerText()).toContain('2.25');
    isCut = false;
    await row.getByText('4.5 m').waitFor();
    await close(page);
  });

  it('are all there, and smooth, where there are thousands', async () => {
    const at = (index: number): string => new Date(Date.UTC(2026, 0, 1) + index).toISOString();
    const rows = Array.from({ length: 1500 }, (_, index): DeviceRow => ({
      ...{ organizationId: fleet.id, id: ulid(Date.UTC(2026, 0, 1) + index), name: `Truck ${index + 1}` },
      ...{ metrics: [], createdAt: at(index), updatedAt: at(index), version: 1 },
    }));
    const table = physicalName('devices');
    for (let begin = 0; begin < rows.length; begin += 25) {
      const some = rows.slice(begin, begin + 25).map((Item) => ({ PutRequest: { Item: marshall(Item) } }));
      await sonde.services.dynamodb.call('BatchWriteItem', { RequestItems: { [table]: some } });
    }
    const page = await open(fleet.viewer, '/devices');
    await page.getByText('devices so far…', { exact: false }).waitFor();
    await rowOf(page, 'Truck 1').first().waitFor();
    await page.getByText('1,500 devices', { exact: true }).waitFor();
    await expect.poll(() => tableOf(page).getAttribute('aria-rowcount'), soon).toBe('1501');
    expect(await tableOf(page).getByRole('row').count()).toBeLessThan(60);

    // Rows are measured when they come in sight: the end may be further on than it seemed.
    const toTheEnd = async (): Promise<boolean> => {
      await page.keyboard.press('End');
      return rowOf(page, 'Truck 1500').isVisible();
    };
    await expect.poll(toTheEnd, soon).toBe(true);
    expect(await tableOf(page).getByRole('row').count()).toBeLessThan(60);
    await page.getByRole('searchbox').fill('truck 1234');
    await expect.poll(() => namesIn(page), soon).toEqual(['Truck 1234']);
    await close(page);
  });

  it('can be made, with what the API would refuse said before', async () => {
    const page = await open(harbour.operator, '/devices');
    await page.getByRole('link', { name: 'New device' }).click();
    await page.getByRole('heading', { name: 'New device', level: 1 }).waitFor();
    await page.getByRole('textbox', { name: 'Latitude' }).pressSequentially('1e1');
    await page.getByRole('button', { name: 'Add a metric' }).click();
    await page.getByRole('textbox', { name: 'Name in messages' }).fill('air temperature');
    await page.getByRole('button', { name: 'Make the device' }).click();
    await page.getByText('Give it a name.').waitFor();
    await page.getByText('A number from -90 (south) to 90 (north).').waitFor();
    await page.getByText('Begin with a letter or digit', { exact: false }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.labels?.[0]?.textContent'), soon).toMatch(/^Name/);
    await screenshot(page, 'devices-new-refused');
    expect(await seriousViolations(page)).toEqual([]);

    await page.keyboard.type('Tide gauge');
    await page.getByRole('textbox', { name: 'Latitude' }).fill('47.25');
    await page.getByRole('textbox', { name: 'Longitude' }).fill('-2.5');
    const first = page.getByRole('group', { name: 'Metric 1' });
    await first.getByRole('textbox', { name: 'Name in messages' }).fill('temperature');
    await first.getByLabel('Unit').fill('°C');
    await page.getByRole('option', { name: 'Cel' }).click();
    await page.getByRole('button', { name: 'Add a metric' }).click();
    await page.keyboard.type('level');
    await page.getByRole('button', { name: 'Move metric 2 up' }).click();
    // Of an impatient person, who wants one.
    await page.getByRole('button', { name: 'Make the device' }).dblclick();
    await page.getByRole('heading', { name: 'Tide gauge', level: 1 }).waitFor();

    const [, id = ''] = /\/devices\/(\w+)$/.exec(new URL(page.url()).pathname) ?? [];
    const { device } = await harbour.viewer.request(DeviceDocument, { id });
    expect(device).toMatchObject({
      description: null,
      location: { latitude: 47.25, longitude: -2.5, altitude: null, name: null },
      metrics: [
        { name: 'level', unit: null },
        { name: 'temperature', unit: 'Cel' },
      ],
    });
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Devices' }).click();
    await rowOf(page, 'Tide gauge').waitFor();
    expect(await rowOf(page, 'Tide gauge').count()).toBe(1);
    await close(page);
  });

  /** As somebody else would, meanwhile. */
  async function change(name: string, values: Omit<UpdateDeviceInput, 'id' | 'expectedVersion'>): Promise<void> {
    const { device } = await harbour.administrator.request(DeviceDocument, { id: idOf(name) });
    const input = { id: idOf(name), expectedVersion: device?.version ?? 0, ...values };
    await harbour.administrator.request(UpdateDeviceDocument, { input });
  }

  it('are changed by two people at once without a loss, field by field', async () => {
    const page = await open(harbour.operator, `/devices/${idOf('Étuve')}/details`);
    await page.getByText('On loan until spring').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Étuve de Lyon');
    await page.getByRole('textbox', { name: 'Description' }).fill('Mine');

    await page.getByRole('link', { name: 'Readings' }).click();
    await page.getByRole('button', { name: 'Stay on the page' }).click();

    await change('Étuve', { description: 'Theirs', metrics: [{ name: 'humidity', unit: '%RH' }] });
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    const name = dialog.getByRole('radiogroup', { name: 'Name' });
    const description = dialog.getByRole('radiogroup', { name: 'Description' });
    const metrics = dialog.getByRole('radiogroup', { name: 'Metrics' });
    await description.waitFor();
    expect(await dialog.getByRole('radiogroup').count()).toBe(3);
    expect(await name.getByRole('radio', { name: 'Mine' }).isChecked()).toBe(true);
    expect(await metrics.getByRole('radio', { name: 'Theirs' }).isChecked()).toBe(true);
    expect(await description.getByRole('radio', { checked: true }).count()).toBe(0);
    await dialog.getByText('On loan until spring').waitFor();
    await screenshot(page, 'devices-conflict');
    expect(await seriousViolations(page)).toEqual([]);

    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Choose mine or theirs').waitFor();
    await page.keyboard.press('Space');
    expect(await description.getByRole('radio', { name: 'Mine' }).isChecked()).toBe(true);

    // And again, while one chooses.
    await change('Étuve', { location: { latitude: 45.75, longitude: 4.85 }, name: 'Their name' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await name.getByText('Their name').waitFor();
    expect(await dialog.getByRole('radiogroup').count()).toBe(3);
    await name.getByRole('radio', { name: 'Mine' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Étuve de Lyon', level: 1 }).waitFor();
    const { device } = await harbour.viewer.request(DeviceDocument, { id: idOf('Étuve') });
    expect(device).toMatchObject({
      name: 'Étuve de Lyon',
      description: 'Mine',
      location: { latitude: 45.75, longitude: 4.85 },
      metrics: [{ name: 'humidity', unit: '%RH' }],
      version: 4,
    });
    await close(page);
  });

  it('are deleted once their name was typed, as they are by then', async () => {
    const page = await open(harbour.operator, `/devices/${idOf('Cold room')}/details`);
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Cold room?' });
    await dialog.getByText('Its readings can no longer be found', { exact: false }).waitFor();
    const verb = dialog.getByRole('button', { name: 'Delete for good' });
    expect(await verb.isDisabled()).toBe(true);
    await page.keyboard.type('Cold room');
    await screenshot(page, 'devices-delete');
    expect(await seriousViolations(page)).toEqual([]);

    await change('Cold room', { description: 'Not to be deleted' });
    await verb.click();
    await dialog.getByText('Somebody else has changed this meanwhile').waitFor();
    await page.getByText('Not to be deleted').waitFor();
    await verb.click();
    await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
    await expect.poll(() => namesIn(page), soon).not.toContain('Cold room');
    const { devices } = await harbour.viewer.request(DevicesDocument, {});
    expect(devices.items.map(({ name }) => name)).not.toContain('Cold room');

    await page.goto(new URL(`/devices/${idOf('Cold room')}`, page.url()).href);
    await page.getByRole('heading', { name: 'There is no such device' }).waitFor();
    await close(page);
  });

  it('offer to each role what it may do, and how to begin', async () => {
    const shore = await makeOrganization(sonde, 'Shore');
    const asOperator = await open(shore.operator, '/devices');
    await asOperator.getByRole('heading', { name: 'No devices yet' }).waitFor();
    await asOperator.getByRole('link', { name: 'Import devices' }).waitFor();
    await asOperator.getByText('make simulate').waitFor();
    await screenshot(asOperator, 'devices-empty');
    expect(await seriousViolations(asOperator)).toEqual([]);
    await asOperator.getByRole('link', { name: 'New device' }).click();
    await asOperator.getByRole('button', { name: 'Make the device' }).waitFor();
    await close(asOperator);

    const page = await open(harbour.viewer, `/devices/${idOf('Buoy 10')}/details`);
    await page.getByText('Sète, étang de Thau').first().waitFor();
    const tabs = page.getByRole('navigation', { name: 'About this device' }).getByRole('link');
    expect(await tabs.allTextContents()).toEqual(['Readings', 'Details']);
    expect(await page.getByRole('main').getByRole('button').allInnerTexts()).toEqual(['', '', '']);
    await page.goto(new URL('/devices/new', page.url()).href);
    await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
    await close(page);
  });

  it('are shown on a phone, in the dark, in French', async () => {
    const page = await open(harbour.operator, '/devices', { viewport: PHONE, colorScheme: 'dark', language: 'fr' });
    const card = page.getByRole('list', { name: 'Appareils' }).getByRole('listitem').filter({ hasText: 'Buoy 10' });
    await card.getByText('Actif').waitFor();
    expect(await card.innerText()).toMatch(/Water level\s+4,5\sm/);
    await screenshot(page, 'devices-list-phone-dark-fr');
    expect(await fitsThePage(page)).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);

    await card.getByRole('link').click();
    await page.getByRole('link', { name: 'Détails' }).click();
    await page.getByText('43,4° N, 3,6° E').waitFor();
    await screenshot(page, 'devices-details-phone-dark-fr');
    expect(await fitsThePage(page)).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Modifier' }).click();
    expect(await page.getByRole('textbox', { name: 'Latitude' }).inputValue()).toBe('43,4');
    await page.getByRole('textbox', { name: 'Latitude' }).fill('43,5');
    await screenshot(page, 'devices-edit-phone-dark-fr');
    expect(await fitsThePage(page)).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('43,5° N, 3,6° E').waitFor();
    await close(page);
  });
});
