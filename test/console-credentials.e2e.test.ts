import mqtt, { type MqttClient } from 'mqtt';
import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CreateDeviceDocument, DeviceDocument, ProvisionDeviceDocument } from '../examples/generated/documents.ts';
import { makeSelfSigned, makeSigningRequest } from '../local/iot/testing/certificates.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { mistakesOf, openConsole, PHONE, screenshot, seriousViolations, soon } from './support/console.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { until } from './support/until.ts';

describe.skipIf(isWithoutBrowser)('the console, for a device’s certificates,', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  const clients: MqttClient[] = [];

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    browser = await openBrowser();
  });
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.endAsync(true))));
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  async function makeDevice(name = 'Buoy'): Promise<string> {
    const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name } });
    return createDevice.id;
  }

  const certificatesOf = async (id: string) =>
    (await harbour.operator.request(DeviceDocument, { id })).device?.certificates ?? [];

  function openTab(id: string, options: Partial<Parameters<typeof openConsole>[2]> = {}): Promise<Page> {
    return openConsole(browser, sonde, {
      email: harbour.operator.email,
      path: `/devices/${id}/credentials`,
      ...options,
    });
  }

  const dialogOf = (page: Page) => page.getByRole('dialog');

  async function downloaded(page: Page, button: string): Promise<string> {
    const [download]: [Download, unknown] = await Promise.all([
      page.waitForEvent('download'),
      dialogOf(page).getByRole('button', { name: button }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  /** What the page says about something, such as the port. */
  const told = async (page: Page, what: string): Promise<string> =>
    (await dialogOf(page).locator('dt', { hasText: what }).locator('xpath=../dd').innerText()).trim();

  interface Given {
    host: string;
    port: number;
    clientId: string;
    topic: string;
    ca: string;
    cert: string;
  }

  /** All that the dialog gives but the key. */
  async function given(page: Page): Promise<Given> {
    const ca = await dialogOf(page)
      .getByRole('link', { name: 'Certificate of the server’s authority' })
      .getAttribute('href');
    return {
      host: await told(page, 'Endpoint'),
      port: Number(await told(page, 'Port')),
      clientId: await told(page, 'Client id'),
      topic: await told(page, 'Topic'),
      ca: await (await fetch(ca ?? '')).text(),
      cert: await downloaded(page, 'Download: Certificate'),
    };
  }

  async function connect({ topic: _, ...options }: Given, key: string): Promise<MqttClient> {
    const client = await mqtt.connectAsync({ protocol: 'mqtts', ...options, key, reconnectPeriod: 0 });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }

  const ended = (client: MqttClient): Promise<true> =>
    until('the end of the connection', () => (client.connected ? undefined : true));

  async function provision(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^Make a (second )?certificate$/ }).click();
    await dialogOf(page).getByRole('button', { name: 'Make a certificate' }).click();
    await dialogOf(page).getByText('Save the private key now').waitFor();
  }

  it('gives a device what it connects with, its key once, and takes it away again', async () => {
    const id = await makeDevice();
    const page = await openTab(id, { path: `/devices/${id}/details` });
    await page.getByRole('link', { name: 'Credentials' }).click();
    await page.getByText('No certificate yet').waitFor();
    await provision(page);
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'credentials-given');

    // The key is not left by mistake, neither by the button nor by the browser's own, nor where it could not be copied.
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))');
    await dialogOf(page).getByRole('button', { name: 'Copy: Private key' }).click();
    await dialogOf(page).getByRole('button', { name: 'Not copied' }).waitFor();
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await page.getByText('The private key has not been saved').waitFor();
    await page.getByRole('button', { name: 'Back to the key' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('The private key has not been saved').waitFor();
    await page.getByRole('button', { name: 'Back to the key' }).click();
    await page.evaluate('history.back()');
    await page.getByText('The private key has not been saved').waitFor();
    await page.getByRole('button', { name: 'Back to the key' }).click();

    const key = await downloaded(page, 'Download: Private key');
    const connection = await given(page);
    expect(connection.topic).toBe(topicOf(harbour.id, id));
    const client = await connect(connection, key);
    await client.publishAsync(connection.topic, JSON.stringify({ readings: { temperature: 21.5 } }), { qos: 1 });
    expect(await stored(harbour.operator, id, 1)).toMatchObject([{ metric: 'temperature', value: 21.5 }]);

    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    const kept = await page.evaluate(
      'JSON.stringify([localStorage, sessionStorage, document.documentElement.outerHTML])',
    );
    expect(kept).not.toContain(key.split('\n')[3]);

    // A second one leaves the first as it is; there is no third. Nobody goes away while it is made, and the address stays that of the page.
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('provisionDevice') === true) {
        await dialogOf(page).locator('button[data-loading]').waitFor();
        await page.evaluate('history.back()');
        await page.waitForURL(`**/devices/${id}/credentials`);
      }
      await route.continue();
    });
    await provision(page);
    await page.unroute('**/graphql');
    await page.evaluate('history.back()');
    await page.getByText('The private key has not been saved').waitFor();
    const secondKey = await downloaded(page, 'Download: Private key');
    await page.waitForURL(`**/devices/${id}/credentials`);
    const second = await given(page);
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await page.getByText('The device has two certificates').waitFor();
    expect(client.connected).toBe(true);

    const [first] = await certificatesOf(id);
    const short = first?.id.slice(0, 8) ?? '';
    await page.getByRole('button', { name: `Revoke certificate ${short}` }).click();
    await dialogOf(page).getByText('With its other certificate it connects again.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialogOf(page).getByRole('button', { name: 'Revoke' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    await ended(client);
    expect(await certificatesOf(id)).toHaveLength(1);

    const next = await connect(second, secondKey);
    await page.getByRole('button', { name: 'Replace at once' }).click();
    await dialogOf(page).getByText('void at once, for ever').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Replace at once' }).click();
    await dialogOf(page).getByText('Save the private key now').waitFor();
    await ended(next);
    // Whoever does not want the key says so.
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Leave without it' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });

    const [left] = await certificatesOf(id);
    await page.getByRole('button', { name: `Revoke certificate ${left?.id.slice(0, 8) ?? ''}` }).click();
    await dialogOf(page).getByText('cannot connect until it gets a new certificate').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No certificate yet').waitFor();
    expect(await certificatesOf(id)).toEqual([]);
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('takes a signing request, and says at once what is none', async () => {
    const id = await makeDevice();
    const page = await openTab(id);
    const { request, privateKey } = await makeSigningRequest();
    const { certificatePem } = await makeSelfSigned();
    await page.getByRole('button', { name: 'Make a certificate' }).click();
    await dialogOf(page).getByRole('radio', { name: 'The device has made it itself' }).click();
    const field = dialogOf(page).getByRole('textbox', { name: 'Certificate signing request' });
    const make = dialogOf(page).getByRole('button', { name: 'Make a certificate' });
    await make.click();
    await dialogOf(page).getByText('Paste the request').waitFor();
    await field.fill(certificatePem);
    await dialogOf(page).getByText('This is a certificate.').waitFor();
    await field.fill(privateKey);
    await dialogOf(page).getByText('It has not been sent').waitFor();
    await make.click();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await certificatesOf(id)).toEqual([]);

    // What only the API can tell is said in the dialog too, and what was entered is kept.
    await field.fill((await makeSigningRequest({ kind: 'rsa-1024' })).request);
    await make.click();
    await dialogOf(page).getByText('its RSA key has 1024 bits').waitFor();

    await dialogOf(page)
      .locator('input[type=file]')
      .setInputFiles({ name: 'device.csr', mimeType: 'text/plain', buffer: Buffer.from(request) });
    await expect.poll(() => field.inputValue()).toBe(request);
    // The same file can be chosen again once it is another.
    expect(await dialogOf(page).locator('input[type=file]').inputValue()).toBe('');
    await make.click();
    await dialogOf(page).getByText('The certificate belongs to the key that the device has.').waitFor();
    expect(await dialogOf(page).getByText('Private key').count()).toBe(0);
    const connection = await given(page);
    await connect(connection, privateKey);
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    expect(await certificatesOf(id)).toHaveLength(1);
    expect(mistakesOf(page)).toEqual([]);
    await page.context().close();
  });

  it('says what has become of a device whose answer was lost', async () => {
    const id = await makeDevice();
    const page = await openTab(id);
    await page.getByRole('button', { name: 'Make a certificate' }).click();
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('mutation ProvisionDevice')) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await dialogOf(page).getByRole('button', { name: 'Make a certificate' }).click();
    await dialogOf(page).getByText('Sonde cannot be reached').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();
    // It was made after all, and nobody has its key: it can be seen, and revoked.
    const [lost] = await certificatesOf(id);
    await page.getByRole('button', { name: `Revoke certificate ${lost?.id.slice(0, 8) ?? ''}` }).waitFor(soon);
    await page.context().close();
  });

  it('shows viewers what there is, and offers nothing; in French, in the dark, and on a phone', async () => {
    const id = await makeDevice('Bouée');
    const { provisionDevice } = await harbour.operator.request(ProvisionDeviceDocument, { input: { deviceId: id } });
    const short = provisionDevice.certificate.id.slice(0, 8);
    const viewer = await openTab(id, { email: harbour.viewer.email, colorScheme: 'dark' });
    await viewer.getByText(`${short}…`).waitFor();
    await viewer.getByText(topicOf(harbour.id, id)).first().waitFor();
    const plain = new URL(sonde.addresses.mqttUrl);
    await viewer.getByText(`127.0.0.1:${plain.port} takes readings without TLS`).waitFor();
    expect(await viewer.getByRole('button', { name: /^(Make|Revoke|Replace)/ }).count()).toBe(0);
    expect(await seriousViolations(viewer)).toEqual([]);
    await screenshot(viewer, 'credentials-viewer-dark');
    expect(mistakesOf(viewer)).toEqual([]);
    await viewer.context().close();

    const phone = await openTab(id, { language: 'fr', viewport: PHONE });
    await phone.getByText('Créé par').waitFor();
    await phone.getByRole('button', { name: 'Créer un second certificat' }).click();
    await dialogOf(phone).getByRole('button', { name: 'Créer un certificat' }).click();
    await dialogOf(phone).getByText('Enregistrez la clé privée maintenant').waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    expect(await seriousViolations(phone)).toEqual([]);
    await screenshot(phone, 'credentials-phone-fr');
    await downloaded(phone, 'Télécharger : Clé privée');
    await dialogOf(phone).getByRole('button', { name: 'Terminé' }).click();
    await dialogOf(phone).waitFor({ state: 'detached' });
    await screenshot(phone, 'credentials-list-phone-fr');
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    expect(mistakesOf(phone)).toEqual([]);
    await phone.context().close();
  });
});
