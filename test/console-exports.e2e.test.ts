import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateDeviceDocument, ExportsDocument } from '../examples/generated/documents.ts';
import { fromMilliseconds } from '../functions/shared/time.ts';
import { EXPORT_LIMITS } from '../schema/limits.ts';
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
} from './support/console.ts';
import { csvRecords, exportRow, finished, linksIn, mailsAbout, requested, sweep } from './support/exports.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { storeReadings } from './support/readings.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { putRow, rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

const MARCH = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
const HOURS = 31 * 24;
const HOUR = 3_600_000;
/** When nobody looks at an export that is put into the table. */
const LATER = '2100-01-01T00:00:00.000Z';

describe.skipIf(isWithoutBrowser)('the console, for exports,', () => {
  let sonde: Sonde;
  let browser: Browser;
  let harbour: Organization;
  let buoy: string;
  /** The operator's. */
  let page: Page;

  beforeAll(async () => {
    sonde = await startSonde();
    harbour = await makeOrganization(sonde, 'Harbour');
    const metrics = [{ name: 'level', label: 'Water level', unit: 'm' }, { name: 'note' }];
    const made = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy', metrics } });
    buoy = made.createDevice.id;
    const own = { organizationId: harbour.id, deviceId: buoy, receivedAt: Date.parse(MARCH.to) };
    await storeReadings(
      sonde,
      Array.from({ length: HOURS }, (_, hour) => {
        const time = fromMilliseconds(Date.parse(MARCH.from) + hour * HOUR);
        const level = { ...own, time, metric: 'level', value: Math.sin(hour / 6), text: null };
        return hour % 24 === 0 ? [level, { ...own, time, metric: 'note', value: null, text: 'calm' }] : [level];
      }).flat(),
    );
    browser = await openBrowser();
    page = await open('/exports');
  });
  afterAll(async () => {
    await browser.close();
    await sonde.close();
  });

  const open = (path: string, options: Partial<Parameters<typeof openConsole>[2]> = {}): Promise<Page> =>
    openConsole(browser, sonde, { email: harbour.operator.email, path, ...options });

  /** As the readings of a device link to it. */
  const formPath = (period = MARCH): string =>
    `/exports/new?${new URLSearchParams({ deviceIds: JSON.stringify([buoy]), metrics: '["level"]', ...period }).toString()}`;

  const goTo = (path: string) => page.goto(new URL(path, page.url()).href);

  const exportIds = async (): Promise<string[]> =>
    (await harbour.operator.request(ExportsDocument, {})).exports.items.map(({ id }) => id);

  const idHere = (): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

  async function bytesOf(click: () => Promise<unknown>): Promise<Buffer> {
    const [download]: [Download, unknown] = await Promise.all([page.waitForEvent('download'), click()]);
    return readFile(await download.path());
  }

  /** Puts an export that nobody works on, as one that is really asked for would be. @returns its id */
  async function put(changes: object): Promise<string> {
    const [made] = (await rowsOf(sonde, 'exports')).filter(({ organizationId }) => organizationId === harbour.id);
    if (!made) throw new Error('There is no export yet');
    const { organizationId, requestedBy, request, shard } = made;
    const now = new Date().toISOString();
    const id = ulid();
    const row = {
      organizationId,
      id,
      requestedBy,
      request,
      recipients: [],
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await putRow(sonde, 'exports', { ...row, status: 'QUEUED', progress: 0, ...changes, shard, dueAt: LATER });
    return id;
  }

  it('makes one of what the readings’ link chose, as large as was said, and its link comes by mail', async () => {
    await page.getByRole('heading', { name: 'No exports yet' }).waitFor();
    await goTo(formPath());
    await page.getByText('744 readings').waitFor();
    expect(await page.getByLabel('From').inputValue()).toBe('2026-03-01T01:00');
    await page.getByText('Times are in your time zone, Europe/Paris').waitFor();
    const said = await page.getByText(/^Files of about/).innerText();
    const [low = 0, high = 0] = [...said.matchAll(/([\d.]+) (kB|byte)/g)].map(([, count, unit]) =>
      unit === 'kB' ? Number(count) * 1000 : Number(count),
    );
    const columns = await page
      .getByRole('region', { name: 'What rows look like' })
      .getByRole('columnheader')
      .allInnerTexts();

    await page.getByRole('button', { name: 'Make the export' }).dblclick();
    await page.getByRole('heading', { name: 'Export of Buoy' }).waitFor();
    const id = idHere();
    // By itself: nobody loads the page again.
    const file = await bytesOf(() => page.getByRole('button', { name: 'Download Harbour_2026-03-01' }).click());
    expect(await exportIds()).toEqual([id]);

    const { files } = await finished(sonde, id);
    expect(files).toMatchObject([{ bytes: file.length, rows: HOURS }]);
    expect(file.length).toBeGreaterThan(low);
    expect(file.length).toBeLessThan(high);
    const records = csvRecords(file);
    expect(records).toHaveLength(HOURS);
    expect(Object.keys(records[0] ?? {})).toEqual(columns);

    await page.getByText('Sent', { exact: true }).waitFor();
    const [link = ''] = (await mailsAbout(sonde, id)).flatMap(linksIn);
    const mailed = await bytesOf(() => page.evaluate(`location.assign(${JSON.stringify(link)})`));
    expect(mailed.equals(file)).toBe(true);
    expect(mistakesOf(page)).toEqual([]);
  });

  it('makes one where an answer is lost, and it is asked for again', async () => {
    await goTo(formPath());
    const before = await exportIds();
    let lost = 0;
    await page.route(sonde.addresses.graphqlUrl, async (route) => {
      if (!route.request().postData()?.includes('RequestAnExport') || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    const button = page.getByRole('button', { name: 'Make the export' });
    await button.click();
    await page.getByText('The answer may have been lost on the way').waitFor();
    expect(await exportIds()).toHaveLength(before.length + 1);
    await button.click();
    await page.getByRole('heading', { name: 'Export of Buoy' }).waitFor();
    expect(await exportIds()).toHaveLength(before.length + 1);
    await page.unroute(sonde.addresses.graphqlUrl);
    await finished(sonde, idHere());
  });

  it('says what is wrong before it asks, and where there is nothing', async () => {
    await goTo(formPath({ from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z' }));
    await page.getByText('There is nothing in this period').waitFor();
    await page.getByText('The nearest readings after it: 1 Mar 2026').waitFor();
    await page.getByRole('button', { name: 'All there is' }).click();
    await page.getByText('744 readings').waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe(MARCH.from);

    await page.getByRole('radio', { name: 'All metrics' }).check();
    await page.getByText('775 readings').waitFor();
    await page.getByRole('radio', { name: /wide/ }).check();
    await page.getByText('A column for each metric needs chosen metrics').waitFor();
    await page.getByRole('radio', { name: 'Chosen metrics' }).check();
    await page.getByRole('button', { name: 'Make the export' }).click();
    await page.getByText('Choose at least one metric').waitFor();
    await page.getByRole('combobox', { name: 'Which metrics' }).fill('water');
    await page.getByRole('option', { name: 'level · Water level' }).click();
    await page.getByRole('radio', { name: 'Statistics' }).check();
    await page.getByText('744 rows').waitFor();
    expect(await page.getByRole('columnheader').allInnerTexts()).toContain('level_avg');
    expect(mistakesOf(page)).toEqual([]);
  });

  it('moves in the list by itself, is cancelled, asked for again and deleted', async () => {
    const waiting = await put({});
    const running = await put({ status: 'RUNNING', progress: 40, startedAt: MARCH.to });
    await putRow(sonde, 'exportLedger', { organizationId: harbour.id, entry: 'running', count: 2 });
    await goTo('/exports');
    const rowOf = (id: string) => page.getByRole('row').filter({ has: page.locator(`a[href="/exports/${id}"]`) });
    await rowOf(running).getByText('40%').waitFor();
    await sweep(sonde, running);
    await rowOf(running).getByText('Ready').waitFor();

    await rowOf(waiting)
      .getByRole('button', { name: /^Actions: Buoy/ })
      .click();
    await page.getByRole('menuitem', { name: 'Cancel the export' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the export' }).click();
    await rowOf(waiting).getByText('Cancelled').waitFor();
    expect((await exportRow(sonde, waiting))?.status).toBe('CANCELLED');

    // What somebody else asks for is there, too.
    const theirs = await requested(harbour.administrator, { ...MARCH, recipients: [] });
    await rowOf(theirs).getByText('Ready').waitFor();

    await rowOf(waiting)
      .getByRole('button', { name: /^Actions: Buoy/ })
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await rowOf(waiting).waitFor({ state: 'detached' });
    expect(await exportIds()).not.toContain(waiting);

    await rowOf(running)
      .getByRole('button', { name: /^Actions: Buoy/ })
      .click();
    await page.getByRole('menuitem', { name: 'Ask again' }).click();
    await page.getByRole('heading', { name: 'New export' }).waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
      ...MARCH,
      deviceIds: JSON.stringify([buoy]),
      metrics: '["level"]',
    });
    await until(
      'the end of all work',
      async () => (await rowsOf(sonde, 'exports')).every(({ lease }) => lease === undefined) || undefined,
    );
    expect(mistakesOf(page)).toEqual([]);
  });

  it('says what to do about one that failed, one whose time is over, and when there are too many', async () => {
    const error = { type: 'LimitExceededError', message: 'The export would be larger than 50 GiB.' };
    const failed = await put({ status: 'FAILED', error, endedAt: MARCH.to });
    await goTo(`/exports/${failed}`);
    await page.getByText('Ask for a shorter period').waitFor();
    await page.getByText(error.message).waitFor();
    await goTo(`/exports/${await put({ status: 'EXPIRED', rows: 1, bytes: 10 })}`);
    await page.getByText('Its time is over').waitFor();
    await goTo(`/exports/${ulid()}`);
    await page.getByRole('heading', { name: 'This export is not here' }).waitFor();

    const many = await Promise.all(Array.from({ length: EXPORT_LIMITS.atOnce }, () => put({ status: 'RUNNING' })));
    await putRow(sonde, 'exportLedger', { organizationId: harbour.id, entry: 'running', count: many.length });
    await goTo(formPath());
    await page.getByText('5 exports are being made, the most at once').waitFor();
    await page.getByRole('button', { name: 'Make the export' }).click();
    await page.getByText('Wait until an export is ready or cancel one').waitFor();
    expect(mistakesOf(page)).toEqual([]);
  });

  it('lets administrators choose who gets it, and viewers see none', async () => {
    const ours = await open('/exports/new', { email: harbour.administrator.email });
    await ours.getByRole('combobox', { name: 'Who gets a link by e-mail' }).click();
    await ours.getByRole('option', { name: harbour.viewer.name }).click();
    await ours.getByText(`${harbour.viewer.name} <${harbour.viewer.email}>`).waitFor();
    const theirs = await open('/exports', { email: harbour.viewer.email });
    await theirs.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
    expect([...mistakesOf(ours), ...mistakesOf(theirs)]).toEqual([]);
  });

  it('is for everybody: light and dark, wide and narrow, in English and French', async () => {
    const [id = ''] = (await rowsOf(sonde, 'exports'))
      .filter(({ status, organizationId }) => status === 'SUCCEEDED' && organizationId === harbour.id)
      .map((row) => String(row.id));
    const paths = { list: '/exports', form: formPath(), one: `/exports/${id}` };
    const narrow = await open('/exports', { language: 'fr', viewport: PHONE });
    for (const [name, path] of Object.entries(paths)) {
      for (const [shown, where] of [
        [page, 'wide'],
        [narrow, 'phone-fr'],
      ] as const) {
        await shown.goto(new URL(path, shown.url()).href);
        for (const colorScheme of ['light', 'dark'] as const) {
          await light(shown, colorScheme);
          await settled(shown);
          await screenshot(shown, `exports-${name}-${where}-${colorScheme}`);
          expect(await seriousViolations(shown)).toEqual([]);
        }
        expect(await overhang(shown)).toBe(0);
      }
    }
    await narrow.getByRole('heading', { name: 'Exportation : Buoy' }).waitFor();
    expect([...mistakesOf(page), ...mistakesOf(narrow)]).toEqual([]);
  });
});
