import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoDevices } from '../local/demo/devices.ts';
import { DEMO_ORGANIZATION } from '../local/demo/people.ts';
import { seedRegistry } from '../local/demo/registry.ts';
import { isWithoutBrowser, openBrowser } from './support/browser.ts';
import { makeOrganization, PASSWORD } from './support/people.ts';
import { publish, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

describe.skipIf(isWithoutBrowser)('GraphiQL in a browser', () => {
  let sonde: Sonde;
  let browser: Browser;
  let page: Page;
  const elsewhere: string[] = [];

  beforeAll(async () => {
    sonde = await startSonde();
    const { services, addresses } = sonde;
    const pool = { dynamodb: services.dynamodb.call, cognito: services.cognito.call, poolId: addresses.userPoolId };
    await seedRegistry(pool, Date.now());
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (hostname !== '127.0.0.1' && !['data:', 'blob:'].includes(protocol)) elsewhere.push(request.url());
    });
    await page.goto(new URL('/graphiql', addresses.graphqlUrl).href);
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  /** A busy machine may take a while for a page. */
  const soon = { timeout: 60_000 };
  const person = () => page.getByLabel('Signed in as');
  /** What is shown of it: the editor draws spaces as such that do not break. */
  const answer = async () => (await page.locator('.result-window').textContent())?.replaceAll('\u00a0', ' ');
  /** Runs one of the operations of the first page. */
  async function run(operation: string): Promise<void> {
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.getByRole('menuitem', { name: operation }).click();
  }

  it('is signed in as the administrator of the demo, and shows the demo’s devices', async () => {
    await expect.poll(() => person().inputValue(), soon).toBe('administrator@demo.example');
    await run('Devices');
    await expect.poll(answer, soon).toContain(demoDevices[0]?.row.name);
  });

  it('shows readings as they arrive', async () => {
    const [device] = demoDevices;
    await run('Live');
    // Each one until it is there: nothing tells when the subscription is.
    await expect
      .poll(async () => {
        await publish(sonde, topicOf(DEMO_ORGANIZATION.id, device?.row.id ?? ''), { readings: { level: 12.625 } });
        return answer();
      }, soon)
      .toContain('12.625');
    await page.getByRole('button', { name: /stop query/i }).click();
  });

  it('lets somebody else sign in, and says why somebody cannot', async () => {
    const { operator } = await makeOrganization(sonde, 'Harbour');
    await person().selectOption('somebody else …');
    const enter = async (password: string): Promise<void> => {
      await page.getByPlaceholder('E-mail').fill(operator.email);
      await page.getByPlaceholder('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await enter('something else');
    await expect
      .poll(() => page.getByRole('alert').first().textContent(), soon)
      .toContain('Incorrect username or password');
    await enter(PASSWORD);
    await expect.poll(() => person().locator('option:checked').textContent(), soon).toBe(operator.email);
    expect(await page.getByRole('alert').first().textContent()).toBe('');
    await run('Devices');
    await expect.poll(answer, soon).toContain('Harbour');
  });

  it('asks nobody but this machine', () => {
    expect(elsewhere).toEqual([]);
  });
});
