import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configure, signInAs } from '../examples/client.ts';
import { makeExport } from '../examples/export.ts';
import {
  CreateDeviceDocument,
  ExportDocument,
  ReadingsDocument,
  UpdateIdentityDocument,
  type ExportFieldsFragment,
} from '../examples/generated/documents.ts';
import { parseTime } from '../functions/shared/time.ts';
import type { StoredMail } from '../local/mail/store.ts';
import type { RequestExportInput } from '../schema/generated/types.ts';
import {
  csvRecords,
  exportRow,
  fileAt,
  finished,
  inOrder,
  linksIn,
  mailsAbout,
  objectsOf,
  requested,
  swept,
  type CsvRecord,
} from './support/exports.ts';
import { readParquet } from './support/parquet.ts';
import { makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** Exports from the request to the file in a recipient's hands, by the link in their mail. */
let sonde: Sonde;
let harbour: Organization;
let buoy: Device;
let barn: Device;

interface Device {
  id: string;
  name: string;
  units: Readonly<Record<string, string>>;
}

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const FORMULA = '=HYPERLINK("http://example.com")';

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  await harbour.administrator.request(UpdateIdentityDocument, {
    input: { id: harbour.viewer.identityId, expectedVersion: 2, locale: 'fr' },
  });
  buoy = await makeDevice('Buoy "7", north', { level: 'm', temperature: '°C' });
  barn = await makeDevice('-Barn', {});
  await publish(sonde, topicOf(harbour.id, buoy.id), [
    // The last moment before the day, its first and its last, and the first after it.
    { time: '2026-02-28T23:59:59.999999999Z', readings: { level: 100 } },
    { time: DAY.from, readings: { level: 1, note: FORMULA } },
    { time: '2026-03-01T00:10:00.5Z', readings: { level: -2.25, note: '-7' } },
    { time: '2026-03-01T00:20:00.123456789Z', readings: { level: 1e21, note: 'two\nlines, "quoted"\r\n' } },
    { time: '2026-03-01T01:30:00Z', readings: { level: 4, temperature: 20 } },
    { time: '2026-03-01T23:59:59.999999999Z', readings: { level: 0.1, note: 'Ærø 🚢' } },
    { time: DAY.to, readings: { level: 100 } },
  ]);
  await publish(sonde, topicOf(harbour.id, barn.id), { time: '2026-03-01T12:00:00Z', readings: { level: 9, open: 1 } });
  await stored(harbour.viewer, buoy.id, 12);
  await stored(harbour.viewer, barn.id, 2);
});
afterAll(() => sonde.close());

async function makeDevice(name: string, units: Device['units']): Promise<Device> {
  const metrics = Object.entries(units).map(([metric, unit]) => ({ name: metric, unit }));
  const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name, metrics } });
  return { id: createDevice.id, name, units };
}

/** What `readings` answers of the day, as rows of a file. */
async function readingsOfDay(...devices: Device[]) {
  const all = await Promise.all(devices.map(async (device) => ({ device, readings: await history(device) })));
  return all.flatMap(({ device, readings }) =>
    readings.map(({ metric, time, value, text, unit }) => ({
      time,
      device_id: device.id,
      device_name: device.name,
      metric,
      unit: unit ?? '',
      value,
      text,
    })),
  );
}

async function history({ id }: Device) {
  const { readings } = await harbour.viewer.request(ReadingsDocument, { deviceId: id, ...DAY, first: 1000 });
  return readings.items;
}

/** As a spreadsheet must find a text: not as a formula. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** A row of CSV as what it says: numbers as numbers, however they are written. */
const meant = (record: CsvRecord) => ({ ...record, value: record.value === '' ? null : Number(record.value) });

/** The mails of an export that has ended, and the export. */
async function mailed(id: string): Promise<{ mails: StoredMail[]; export: ExportFieldsFragment }> {
  await finished(sonde, id);
  const { export: found } = await harbour.operator.request(ExportDocument, { id });
  if (!found) throw new Error('It is gone');
  return { mails: await mailsAbout(sonde, id), export: found };
}

/** Asks for an export of the day, and answers its rows by the link in the caller's mail. */
async function exported(input: Partial<RequestExportInput>): Promise<CsvRecord[]> {
  const { mails, export: found } = await mailed(await requested(harbour.operator, { ...DAY, ...input }));
  expect(found).toMatchObject({ status: 'SUCCEEDED', error: null });
  const [link = ''] = mails.flatMap(linksIn);
  const records = csvRecords(await fileAt(link));
  expect(found.rows).toBe(records.length);
  return records;
}

it('is followed while it is made, mailed to each recipient in their language, and downloaded by the link', async () => {
  const { operator, viewer } = harbour;
  configure(sonde.outputs);
  await signInAs(operator.email, PASSWORD);
  const seen: ExportFieldsFragment[] = [];
  const { id } = await makeExport({ ...DAY, recipients: [operator.email, viewer.email.toUpperCase()] }, (now) => {
    seen.push(now);
  });
  expect(seen[0]).toMatchObject({ status: 'QUEUED', progress: 0, requestedBy: operator.identityId });
  expect(seen.map(({ status }) => status)).toContain('RUNNING');
  expect(seen.at(-1)).toMatchObject({ status: 'SUCCEEDED', progress: 100, rows: 12, error: null });
  expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).sort((a, b) => a - b));

  const { mails, export: found } = await mailed(id);
  expect(found.recipients).toEqual(
    [operator, viewer].map(({ identityId }) => ({ identityId, status: 'SENT', error: null })),
  );
  const [english, french] = mails;
  expect(mails).toHaveLength(2);
  expect(english).toMatchObject({ to: [operator.email], from: 'no-reply@sonde.example' });
  expect(english?.subject).toMatch(/^Export ready \(.*\) – Harbour$/);
  expect(french).toMatchObject({ to: [viewer.email] });
  expect(french?.subject).toMatch(/^Export prêt \(.*\) – Harbour$/);
  expect(french?.html).toContain('lang="fr');

  const links = mails.flatMap(linksIn);
  expect(new Set(links).size).toBe(2);
  const [file] = found.files;
  const bodies: Buffer[] = [];
  for (const link of [...links, ...links, ...links]) {
    const head = await fetch(link, { method: 'HEAD', redirect: 'manual' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(file?.bytes)]);
    expect(head.headers.get('content-disposition')).toContain(`filename="${file?.name}"`);
    const get = await fetch(link);
    expect([get.status, get.headers.get('content-encoding')]).toEqual([200, null]);
    expect(get.headers.get('content-type')).toBe(head.headers.get('content-type'));
    expect(get.headers.get('content-disposition')).toBe(head.headers.get('content-disposition'));
    bodies.push(Buffer.from(await get.arrayBuffer()));
  }
  const [whole] = bodies;
  expect(bodies.every((body) => whole?.equals(body))).toBe(true);
  expect(file?.name).toBe('Harbour_2026-03-01_2026-03-02.csv.gz');

  // As browsers and curl go on with a download that broke off.
  const rest = await fetch(links[0] ?? '', { headers: { range: 'bytes=100-' } });
  expect(rest.status).toBe(206);
  expect(rest.headers.get('content-range')).toBe(`bytes 100-${(file?.bytes ?? 0) - 1}/${file?.bytes}`);
  expect(Buffer.concat([whole?.subarray(0, 100) ?? Buffer.alloc(0), Buffer.from(await rest.arrayBuffer())])).toEqual(
    whole,
  );

  const readings = await readingsOfDay(buoy, barn);
  expect(readings).toHaveLength(12);
  expect(csvRecords(whole ?? Buffer.alloc(0)).map(meant)).toEqual(
    inOrder(readings.map((row) => ({ ...row, device_name: guarded(row.device_name), text: guarded(row.text ?? '') }))),
  );
  expect(readings.filter(({ text }) => text === FORMULA)).toHaveLength(1);
  // Nothing that only the making needed is left.
  const row = await exportRow(sonde, id);
  expect(row && (await objectsOf(sonde, row))).toHaveLength(1);
});

describe('has what was asked for:', () => {
  it('some devices and metrics', async () => {
    const records = await exported({ deviceIds: [buoy.id], metrics: ['level', 'temperature'] });
    const readings = await readingsOfDay(buoy);
    expect(records.map(({ time, metric }) => `${time} ${metric}`).sort()).toEqual(
      readings
        .filter(({ metric }) => metric !== 'note')
        .map(({ time, metric }) => `${time} ${metric}`)
        .sort(),
    );
  });

  it('a column a metric', async () => {
    const records = await exported({ layout: 'WIDE', metrics: ['note', 'level', 'missing'], deviceIds: [buoy.id] });
    const of = { device_id: buoy.id, device_name: buoy.name, missing: '' };
    expect(Object.keys(records[0] ?? {})).toEqual(['time', 'device_id', 'device_name', 'note', 'level', 'missing']);
    expect(records.map((record) => ({ ...record, level: Number(record.level) }))).toEqual(
      inOrder([
        { time: '2026-03-01T00:00:00Z', ...of, note: `'${FORMULA}`, level: 1 },
        // What looks like a number stays one.
        { time: '2026-03-01T00:10:00.500Z', ...of, note: '-7', level: -2.25 },
        { time: '2026-03-01T00:20:00.123456789Z', ...of, note: 'two\nlines, "quoted"\r\n', level: 1e21 },
        { time: '2026-03-01T01:30:00Z', ...of, note: '', level: 4 },
        { time: '2026-03-01T23:59:59.999999999Z', ...of, note: 'Ærø 🚢', level: 0.1 },
      ]),
    );
  });

  it('statistics of windows', async () => {
    const statistics: RequestExportInput['statistics'] = ['COUNT', 'MIN', 'MAX', 'LAST'];
    const records = await exported({ deviceIds: [buoy.id], metrics: ['level', 'note'], window: 'PT1H', statistics });
    const row = (hour: string, metric: string, figures: object) => ({
      ...{ time: `2026-03-01T${hour}:00:00Z`, device_id: buoy.id, device_name: buoy.name },
      ...{ metric, unit: metric === 'level' ? 'm' : '' },
      ...figures,
    });
    const texts = { min: null, max: null, last: null };
    const number = (cell = ''): number | null => (cell === '' ? null : Number(cell));
    expect(
      records.map(({ count, min, max, last, ...record }) => ({
        ...record,
        ...{ count: number(count), min: number(min), max: number(max), last: number(last) },
      })),
    ).toEqual(
      inOrder([
        row('00', 'level', { count: 3, min: -2.25, max: 1e21, last: 1e21 }),
        row('00', 'note', { count: 3, ...texts }),
        row('01', 'level', { count: 1, min: 4, max: 4, last: 4 }),
        row('23', 'level', { count: 1, min: 0.1, max: 0.1, last: 0.1 }),
        row('23', 'note', { count: 1, ...texts }),
      ]),
    );
  });

  it('nothing, where there is nothing, and says so', async () => {
    const empty = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    const { mails, export: found } = await mailed(await requested(harbour.operator, empty));
    expect(found).toMatchObject({ status: 'SUCCEEDED', rows: 0, progress: 100, error: null });
    expect(mails.map(({ subject }) => subject)).toEqual(['Export empty: no readings found – Harbour']);
    const [link = ''] = mails.flatMap(linksIn);
    expect(csvRecords(await fileAt(link))).toEqual([]);
    expect(found.files).toMatchObject([{ rows: 0 }]);
  });
});

describe('as Parquet', () => {
  it('has the same, with types, one link a file', async () => {
    const { mails, export: found } = await mailed(await requested(harbour.operator, { ...DAY, format: 'PARQUET' }));
    expect(found).toMatchObject({ status: 'SUCCEEDED', rows: 12 });
    const links = mails.flatMap(linksIn);
    expect(links).toHaveLength(found.files.length);
    const rows = await readParquet(await Promise.all(links.map(fileAt)));
    const readings = await readingsOfDay(buoy, barn);
    expect(inOrder(rows)).toEqual(
      inOrder(
        readings.map(({ time, device_id, metric, value, text }) => ({
          time: parseTime(time),
          ...{ device_id, metric, value, text },
        })),
      ),
    );
  });

  it('may be several files, each with a link of its own', async () => {
    const id = await requested(harbour.operator, { ...DAY, format: 'PARQUET' });
    const { files, recipients } = await finished(sonde, id);
    // A small period is one file: as if the store had written two.
    const named = ['1-of-2.parquet', '2-of-2.parquet'].map((name) => ({ ...files[0], name }));
    await swept(sonde, id, { files: named, recipients: recipients.map((each) => ({ ...each, status: 'PENDING' })) });
    const links = linksIn((await mailsAbout(sonde, id))[1]!);
    const names = await Promise.all(links.map(async (link) => (await fetch(link)).headers.get('content-disposition')));
    expect(names.map((name) => /filename="(.*?)"/.exec(name ?? '')?.[1])).toEqual(named.map(({ name }) => name));
  });

  it('of nothing is no file, and says so', async () => {
    const empty = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z', format: 'PARQUET' } as const;
    const { mails, export: found } = await mailed(await requested(harbour.operator, empty));
    expect(found).toMatchObject({ status: 'SUCCEEDED', rows: 0, files: [] });
    expect(mails.map(({ subject }) => subject)).toEqual(['Export empty: no readings found – Harbour']);
    expect(mails.flatMap(linksIn)).toEqual([]);
  });
});
