import { gunzipSync } from 'node:zlib';
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { ExportDocument, RequestExportDocument } from '../../examples/generated/documents.ts';
import { ExportRow } from '../../functions/shared/exports/row.ts';
import type { StoredMail } from '../../local/mail/store.ts';
import { BUCKETS, physicalName } from '../../local/stack/names.ts';
import type { RequestExportInput } from '../../schema/generated/types.ts';
import type { Member } from './people.ts';
import type { Sonde } from './sonde.ts';
import { rowsOf } from './tables.ts';
import { until } from './until.ts';

/** A time at which everything was due long ago. */
export const LONG_AGO = '2020-01-01T00:00:00.000Z';

/** Asks for an export. @returns its id */
export async function requested(member: Member, input: RequestExportInput): Promise<string> {
  const { requestExport } = await member.request(RequestExportDocument, { input });
  return requestExport.id;
}

/** The row of an export, if it is there. */
export async function exportRow(sonde: Sonde, id: string): Promise<ExportRow | undefined> {
  const row = (await rowsOf(sonde, 'exports')).find((each) => each.id === id);
  return row && v.parse(ExportRow, row);
}

/** Waits until an export is as `accepts` wants it. */
export function exportIs(sonde: Sonde, id: string, accepts: (row: ExportRow) => boolean): Promise<ExportRow> {
  return until(`export ${id} as it should be`, async () => {
    const row = await exportRow(sonde, id);
    return row && accepts(row) ? row : undefined;
  });
}

/** Waits until an export has ended and whoever worked on it has laid it down. */
export function finished(sonde: Sonde, id: string): Promise<ExportRow> {
  return exportIs(sonde, id, ({ status, lease }) => status !== 'QUEUED' && status !== 'RUNNING' && lease === undefined);
}

/** Sets attributes of an export's row behind Sonde's back. */
async function changeExport({ services }: Sonde, row: ExportRow, changes: object): Promise<void> {
  const entries = Object.entries(changes);
  await services.dynamodb.call('UpdateItem', {
    TableName: physicalName('exports'),
    Key: marshall({ organizationId: row.organizationId, id: row.id }),
    UpdateExpression: `SET ${entries.map((_, index) => `#${index} = :${index}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#${index}`, name])),
    ExpressionAttributeValues: marshall(Object.fromEntries(entries.map(([, value], index) => [`:${index}`, value]))),
  });
}

/** Lets the time come at which an export is looked at again, and whoever had it then be gone: the sweep calls the next worker to it. */
export async function sweep(sonde: Sonde, id: string, changes: object = {}): Promise<void> {
  const row = await exportRow(sonde, id);
  if (!row) throw new Error(`There is no export ${id}`);
  const lease = row.lease && { lease: { ...row.lease, until: LONG_AGO } };
  await changeExport(sonde, row, { ...changes, dueAt: LONG_AGO, ...lease });
  const { error } = await sonde.services.lambda.invoke(physicalName('export-sweep'), {});
  if (error) throw new Error(`The sweep failed: ${error.errorMessage}`);
}

/** As {@link sweep}, and waits until that worker has laid the export down again. @returns its row, if it is still there */
export async function swept(sonde: Sonde, id: string, changes: object = {}): Promise<ExportRow | undefined> {
  await sweep(sonde, id, changes);
  const [row] = await until(`the end of what the sweep had begun with export ${id}`, async () => {
    const now = await exportRow(sonde, id);
    return !now || (now.dueAt !== LONG_AGO && now.lease === undefined) ? [now] : undefined;
  });
  return row;
}

/** The mails about an export, oldest first. */
export async function mailsAbout({ services }: Sonde, id: string): Promise<StoredMail[]> {
  return (await services.mailbox.list()).filter(({ text }) => text.includes(id)).reverse();
}

/** The links that a mail has, in its text and in its HTML alike. */
export function linksIn({ text, html = '' }: StoredMail): string[] {
  const links = text.match(/http:\/\/\S+\/exports\/\S+/g) ?? [];
  for (const link of links) if (!html.includes(`href="${link}"`)) throw new Error(`The HTML has no ${link}`);
  return links;
}

/** How many exports of an organization are under way, by its ledger. */
export async function underWay(sonde: Sonde, organizationId: string): Promise<unknown> {
  const entries = await rowsOf(sonde, 'exportLedger');
  return entries.find((each) => each.organizationId === organizationId && each.entry === 'running')?.count;
}

/** What there is of an export in S3, in both buckets: keys of objects, and of uploads that were neither completed nor aborted. */
export async function objectsOf(sonde: Sonde, { organizationId, id }: ExportRow): Promise<string[]> {
  const client = new S3Client(clientOf(sonde));
  const found: string[] = [];
  try {
    for (const Bucket of Object.values(BUCKETS)) {
      const where = { Bucket, Prefix: `${organizationId}/${id}/` };
      const { Contents = [] } = await client.send(new ListObjectsV2Command(where));
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(where));
      found.push(...[...Contents, ...Uploads].map(({ Key }) => `${Bucket}/${Key ?? ''}`));
    }
    return found;
  } finally {
    client.destroy();
  }
}

/** What a client of AWS is made with, to reach Sonde's services. */
export function clientOf({ addresses: { awsUrl: endpoint, region } }: Sonde) {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, forcePathStyle: true };
}

/** Downloads a whole file. */
export async function fileAt(link: string): Promise<Buffer> {
  const response = await fetch(link);
  if (response.status !== 200) throw new Error(`${link} answered ${response.status}: ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
}

/** The link of an export's only file for somebody who is signed in. */
export async function fileUrl(member: Member, id: string): Promise<string> {
  const { export: found } = await member.request(ExportDocument, { id });
  return found?.files[0]?.url ?? '';
}

const Records = v.array(v.record(v.string(), v.string()));
export type CsvRecord = v.InferOutput<typeof Records>[number];

/** The rows of a CSV file as exports have it, by the names in its header, in an order of their own: files promise none. */
export function csvRecords(file: Buffer): CsvRecord[] {
  const records: unknown = parse(gunzipSync(file), { columns: true, record_delimiter: '\r\n' });
  return inOrder(v.parse(Records, records));
}

/** The rows of an export by time, device and metric, which no two have in common. */
export function inOrder<Row extends { time?: unknown; device_id?: unknown; metric?: unknown }>(
  rows: readonly Row[],
): Row[] {
  const keyed = rows.map((row) => [[row.time, row.device_id, row.metric].map(String).join(), row] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
