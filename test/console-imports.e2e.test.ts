import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';
import {
  CancelDeviceImportDocument,
  CreateDeviceImportDocument,
  DeviceImportsDocument,
} from '../examples/generated/documents.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { mistakesOf, openConsole, PHONE, screenshot, seriousViolations } from './support/console.ts';
import { allDevices, begun, ended, importOf } from './support/imports.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

const MIXED = [
  'name;latitude;longitude;altitude;location;metrics;description',
  'North pier;47,6;-122,3;12;Pier;"temperature|Cel|Air temperature; humidity|%RH";"Two',
  'lines"',
  'Nowhere;91;0;;;;',
  '=1+1;;;;;a b;',
  'Bare;;;;;;',
].join('\r\n');

describe.skipIf(isWithoutBrowser)('the console, for imports,', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const { id, status } of await imports()) {
      if (['AWAITING_FILE', 'QUEUED', 'RUNNING'].includes(status))
        await harbour.operator.request(CancelDeviceImportDocument, { id });
    }
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  const open = (path: string, options: Partial<Parameters<typeof openConsole>[2]> = {}): Promise<Page> =>
    openConsole(browser, sonde, { email: harbour.operator.email, path, ...options });

  const imports = async () =>
    (await harbour.operator.request(DeviceImportsDocument, { first: 100 })).deviceImports.items;

  async function awaitFile(): Promise<string> {
    const { createDeviceImport } = await harbour.operator.request(CreateDeviceImportDocument, { input: { bytes: 7 } });
    return createDeviceImport.id;
  }

  const choose = (page: Page, text: string | Buffer, name = 'devices.csv'): Promise<void> =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

  const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

  async function downloaded(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  it('says what is wrong with a file before it is uploaded', async () => {
    const before = await imports();
    const page = await open('/imports');
    await page.getByRole('link', { name: 'Import devices' }).click();
    const template = await downloaded(page, 'Template');
    expect(template.name).toBe('devices.csv');
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'imports-new');
    for (const [file, message] of [
      ['name,colour\nx,y\n', 'Line 1: the header has “colour”, which is no column.'],
      [Buffer.from('name\nx\ncafé\n', 'latin1'), 'Line 3 has characters that are not in UTF-8.'],
      ['name\nx\n"y\nz\n', 'Line 3: a quote is opened in this row that is never closed'],
      [`name\n${'x\n'.repeat(10_001)}`, 'Line 10,002 is one row too many'],
      ['', 'It is empty.'],
      [Buffer.alloc(16 * 2 ** 20 + 1, 'a'), 'It is larger than 16 MiB.'],
    ] as const) {
      await choose(page, file);
      await page.getByRole('alert').getByText(message).waitFor();
      // The same file can be chosen again once it is mended.
      expect(await page.locator('input[type=file]').inputValue()).toBe('');
    }
    expect(await seriousViolations(page)).toEqual([]);
    // The template is what it says it is.
    await choose(page, template.bytes);
    await page.getByText('All of them can become devices.').waitFor();
    expect(await imports()).toEqual(before);
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('makes devices of the rows that are right, and shows which are not, before and after', async () => {
    const page = await open('/imports/new');
    await choose(page, MIXED);
    await page.getByText('2 of them can become devices; 2 are wrong.').waitFor();
    await page.getByText('latitude must be -90 to 90; it is 91.').waitFor();
    await page.getByText('Air temperature (°C), humidity (%)').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'imports-checked');
    await page.getByRole('button', { name: 'Import 2 devices' }).click();
    await page.getByRole('heading', { name: /^Import of / }).waitFor();
    await page.getByText('Some rows have become no device.').waitFor();
    const faults = page.getByRole('table', { name: 'Rows that are wrong' });
    await faults.getByText('location.latitude must be -90 to 90 degrees; it is 91.').waitFor();
    expect(await faults.getByRole('row').count()).toBe(3);
    expect(await faults.getByRole('cell', { name: '=1+1', exact: true }).count()).toBe(1);
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'imports-completed');

    const report = await downloaded(page, 'Download the report');
    expect(report.name).toBe(`import-${idIn(page)}-report.csv`);
    expect(report.bytes.toString()).toContain('North pier,succeeded');
    expect((await allDevices(harbour.operator)).map(({ name }) => name)).toEqual(['North pier', 'Bare']);

    await page.getByRole('link', { name: 'All imports' }).click();
    const row = page.getByRole('table', { name: 'Imports' }).getByRole('row').nth(1);
    await row.getByText('Completed').waitFor();
    expect((await row.getByRole('cell').allTextContents()).slice(1)).toEqual(['Completed', '4', '2', '2', 'Without']);
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'imports-list');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('gives certificates and keys to whoever asked for them, and to nobody else', async () => {
    const page = await open('/imports/new');
    await choose(page, 'name\nKeyed\n');
    await page.getByRole('switch', { name: 'Give each device a certificate' }).click();
    await page.getByRole('button', { name: 'Import 1 device' }).click();
    await page.getByText('Every row has become a device.').waitFor();
    const { name, bytes } = await downloaded(page, 'Download certificates and keys');
    expect(name).toBe(`import-${idIn(page)}-credentials.ndjson.gz`);
    expect(gunzipSync(bytes).toString()).toContain('PRIVATE KEY');
    expect(mistakesOf(page)).toEqual([]);

    const other = await open(`/imports/${idIn(page)}`, { email: harbour.administrator.email, colorScheme: 'dark' });
    await other.getByText('Only the person who asked for the import can download them.').waitFor();
    // Administrators may know who that was.
    await other.getByText('operator at harbour.example').waitFor();
    expect(await other.getByRole('button', { name: 'Download certificates and keys' }).count()).toBe(0);
    expect(await seriousViolations(other)).toEqual([]);
    await screenshot(other, 'imports-others-dark');
    await other.context().close();
    await page.context().close();
  });

  it('uploads again what did not arrive, and cancels what is under way', async () => {
    const page = await open('/imports/new');
    await choose(page, 'name\nSent twice\n');
    await page.route(/upload\.csv/, (route) => route.abort());
    await page.getByRole('button', { name: 'Import 1 device' }).click();
    await page.getByText('The file did not arrive').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const [waiting] = await imports();
    expect(waiting?.status).toBe('AWAITING_FILE');

    // A connection that hangs.
    await page.unroute(/upload\.csv/);
    await page.route(/upload\.csv/, () => undefined);
    await page.getByRole('button', { name: 'Import 1 device' }).click();
    await page.getByText('Uploading the file…').waitFor();
    await page.getByRole('link', { name: 'All imports' }).click();
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Import 1 device' }).waitFor();
    expect((await importOf(harbour.operator, waiting?.id ?? '')).status).toBe('CANCELLED');

    await page.unroute(/upload\.csv/);
    await page.getByRole('button', { name: 'Import 1 device' }).click();
    await page.getByText('Every row has become a device.').waitFor();
    expect(idIn(page)).not.toBe(waiting?.id);
    expect((await allDevices(harbour.operator)).filter(({ name }) => name === 'Sent twice')).toHaveLength(1);
    await page.context().close();
  });

  it('shows imports that await their file, of which there are two at most, and cancels them', async () => {
    const ids = [await awaitFile(), await awaitFile()];
    const page = await open('/imports/new');
    await choose(page, 'name\nThird\n');
    await page.getByRole('button', { name: 'Import 1 device' }).click();
    await page.getByText('Two imports of your organization have not ended').waitFor();
    await page.getByRole('alert').getByRole('link', { name: 'All imports' }).click();
    const waiting = page.getByRole('row', { name: 'Awaiting its file' });
    await expect.poll(() => waiting.count()).toBe(2);
    await waiting.first().getByRole('link').click();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('The file has not been uploaded').waitFor();
    await page.getByRole('button', { name: 'Cancel the import' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the import' }).click();
    await page.getByText('It was cancelled.').waitFor();
    expect(ids).toContain(idIn(page));
    expect((await importOf(harbour.operator, idIn(page))).status).toBe('CANCELLED');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('says that an import is not there, that it failed, and that it is not for viewers', async () => {
    const id = await begun(harbour.operator, 'name,colour\nx,y\n');
    await ended(harbour.operator, id);
    const page = await open(`/imports/${id}`);
    await page.getByText('the header has "colour", which is no column').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.goto(page.url().replace(id, '01JZ8Q6V5X3M9T2B7C4D1E0F8J'));
    await page.getByRole('heading', { name: 'This import is not there' }).waitFor();
    await page.context().close();

    const viewer = await open('/imports/new', { email: harbour.viewer.email });
    await viewer.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
    await viewer.context().close();
  });

  it('is as good in French, in the dark and on a phone', async () => {
    await awaitFile();
    const page = await open('/imports/new', { language: 'fr', colorScheme: 'dark', viewport: PHONE });
    const fits = async (name: string): Promise<void> => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, `imports-${name}-phone-fr-dark`);
    };
    await page.getByRole('heading', { name: 'Importer des appareils' }).waitFor();
    await fits('new');
    await choose(page, MIXED);
    await page.getByText('2 peuvent devenir des appareils ; 2 sont erronées.').waitFor();
    await fits('checked');
    await page.getByRole('button', { name: 'Importer 2 appareils' }).click();
    await page.getByText('Certaines lignes n’ont donné aucun appareil.').waitFor();
    await page.getByRole('list', { name: 'Lignes erronées' }).getByText('Nowhere').waitFor();
    await fits('completed');
    await page.getByRole('link', { name: 'Toutes les importations' }).click();
    await page.getByText('En attente du fichier').waitFor();
    await fits('list');
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });
});
