import { marshall } from '@aws-sdk/util-dynamodb';
import { parse } from 'csv-parse/sync';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import {
  CreateDeviceImportDocument,
  DeviceImportDocument,
  DevicesDocument,
  ImportDevicesDocument,
  type DeviceFieldsFragment,
  type DeviceImportFieldsFragment,
} from '../../examples/generated/documents.ts';
import { CredentialLine, ReportLine } from '../../functions/import-devices/testing/lines.ts';
import { ImportRow } from '../../functions/shared/imports/row.ts';
import { physicalName } from '../../local/stack/names.ts';
import { fileAt, LONG_AGO } from './exports.ts';
import type { Member } from './people.ts';
import type { Sonde } from './sonde.ts';
import { rowsOf } from './tables.ts';
import { until } from './until.ts';

export type Import = DeviceImportFieldsFragment;

/** Makes an import, and uploads its file. @returns its id */
export async function uploaded(member: Member, file: string | Buffer, withCredentials = false): Promise<string> {
  const bytes = Buffer.byteLength(file);
  const { createDeviceImport } = await member.request(CreateDeviceImportDocument, {
    input: { bytes, withCredentials },
  });
  const { status } = await fetch(createDeviceImport.uploadUrl ?? '', { method: 'PUT', body: file });
  if (status !== 200) throw new Error(`The upload was answered ${status}`);
  return createDeviceImport.id;
}

/** Uploads a file, and begins its import. @returns its id */
export async function begun(member: Member, file: string | Buffer, withCredentials = false): Promise<string> {
  const id = await uploaded(member, file, withCredentials);
  await member.request(ImportDevicesDocument, { id });
  return id;
}

/** An import as somebody sees it. */
export async function importOf(member: Member, id: string): Promise<Import> {
  const { deviceImport } = await member.request(DeviceImportDocument, { id });
  if (!deviceImport) throw new Error(`There is no import ${id}`);
  return deviceImport;
}

/** Waits until an import is as `accepts` wants it; for minutes, as it may be large. */
export async function importIs(member: Member, id: string, accepts: (now: Import) => boolean): Promise<Import> {
  for (let failures = 0; ;) {
    try {
      return await until(`import ${id} as it should be`, async () => {
        const now = await importOf(member, id);
        return accepts(now) ? now : undefined;
      });
    } catch (error) {
      if (++failures === 6) throw error;
    }
  }
}

/** Waits until an import has ended, and its report is there if it has one. */
export function ended(member: Member, id: string): Promise<Import> {
  return importIs(
    member,
    id,
    ({ status, expiresAt }) =>
      status === 'FAILED' || ((status === 'COMPLETED' || status === 'CANCELLED') && expiresAt !== null),
  );
}

export async function reportOf({ reportUrl }: Pick<Import, 'reportUrl'>): Promise<ReportLine[]> {
  const text = (await fileAt(reportUrl ?? '')).toString('utf8');
  const records: unknown = parse(text, { columns: true, record_delimiter: '\r\n' });
  return v.parse(v.array(ReportLine), records);
}

export async function credentialsOf({ credentialsUrl }: Pick<Import, 'credentialsUrl'>): Promise<CredentialLine[]> {
  const lines = gunzipSync(await fileAt(credentialsUrl ?? ''))
    .toString('utf8')
    .split('\n');
  return lines.filter((line) => line !== '').map((line) => v.parse(CredentialLine, JSON.parse(line)));
}

/** All devices of a member's organization, in the order in which they were made. */
export async function allDevices(member: Member): Promise<DeviceFieldsFragment[]> {
  const found: DeviceFieldsFragment[] = [];
  let nextToken: string | null = null;
  do {
    const page: { items: DeviceFieldsFragment[]; nextToken: string | null } = (
      await member.request(DevicesDocument, { first: 100, nextToken })
    ).devices;
    found.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return found;
}

/** The row of an import. */
export async function importRow(sonde: Sonde, id: string): Promise<ImportRow> {
  const rows = await rowsOf(sonde, 'deviceImports');
  return v.parse(
    ImportRow,
    rows.find((row) => row.id === id),
  );
}

/** Lets the time come at which an import is looked at again, and whoever had it then be gone: the schedule brings the next worker to it. */
export async function resumed(sonde: Sonde, id: string): Promise<void> {
  const { organizationId, lease } = await importRow(sonde, id);
  await sonde.services.dynamodb.call('UpdateItem', {
    TableName: physicalName('deviceImports'),
    Key: marshall({ organizationId, id }),
    UpdateExpression: `SET dueAt = :then${lease ? ', lease.#until = :then' : ''}`,
    ...(lease && { ExpressionAttributeNames: { '#until': 'until' } }),
    ExpressionAttributeValues: marshall({ ':then': LONG_AGO }),
  });
  await sonde.services.lambda.invoke(physicalName('import-devices'), {}, 'Event');
}
