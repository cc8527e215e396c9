import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'csv-parse';
import * as v from 'valibot';
import { request } from './client.ts';
import type { DeviceImportFieldsFragment } from './generated/documents.ts';
import { CreateDeviceImportDocument, DeviceImportDocument, ImportDevicesDocument } from './generated/documents.ts';

export type DeviceImport = DeviceImportFieldsFragment;

const ReportRow = v.object({ line: v.string(), name: v.string(), status: v.string(), error: v.string() });

/** A row of the file that has become no device. */
export type RefusedRow = Omit<v.InferOutput<typeof ReportRow>, 'status'>;

/** In ms: how often it is asked how far the import is. */
const INTERVAL = 1000;

/**
 * Has the devices of a CSV file made as whoever is signed in, and resolves with the import when it has ended.
 * @param onChange is told each time that it is further
 */
export async function importDevices(
  file: string,
  { withCredentials }: { withCredentials: boolean },
  onChange: (now: DeviceImport) => void,
): Promise<DeviceImport> {
  const body = await readFile(file);
  const input = { bytes: body.length, withCredentials };
  const { createDeviceImport } = await request(CreateDeviceImportDocument, { input });
  // In a browser, `body` is the File that somebody chose.
  const upload = await fetch(createDeviceImport.uploadUrl ?? '', { method: 'PUT', body });
  if (!upload.ok) throw new Error(`${file} could not be uploaded: ${upload.status}`);
  let { importDevices: now } = await request(ImportDevicesDocument, { id: createDeviceImport.id });
  onChange(now);
  while (!hasEnded(now)) {
    await wait(INTERVAL);
    const { deviceImport } = await request(DeviceImportDocument, { id: now.id });
    if (!deviceImport) throw new Error(`The import ${now.id} is there no more`);
    if (deviceImport.version !== now.version) onChange(deviceImport);
    now = deviceImport;
  }
  return now;
}

/** Whether nothing will change any more: of one that was cancelled there is a report a little later. */
function hasEnded({ status, rows, reportUrl }: DeviceImport): boolean {
  return (
    status === 'COMPLETED' || status === 'FAILED' || (status === 'CANCELLED' && (rows === null || reportUrl !== null))
  );
}

/** Downloads a file of an import: a link is good for 5 minutes. */
export async function download(url: string, path: string): Promise<void> {
  const { body, ok, status } = await fetch(url);
  if (!ok || !body) throw new Error(`${path} could not be downloaded: ${status}`);
  // What devices connect with is for nobody else on this machine either.
  await pipeline(Readable.fromWeb(body), createWriteStream(path, { mode: 0o600 }));
}

/** The rows of a report that have become no device. */
export async function refusedRows(report: string): Promise<RefusedRow[]> {
  const refused: RefusedRow[] = [];
  for await (const row of createReadStream(report).pipe(parse({ columns: true }))) {
    const { status, ...rest } = v.parse(ReportRow, row);
    if (status === 'failed') refused.push(rest);
  }
  return refused;
}
