import { S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { filesBuckets } from '../../functions/export/aws/files-buckets.ts';
import definition from '../../functions/export/function.ts';
import { BEAT } from '../../functions/export/hold.ts';
import type { ExportsTable, Ports } from '../../functions/export/ports.ts';
import { work } from '../../functions/export/worker.ts';
import { clientOptions } from '../../functions/shared/aws-client.ts';
import { ExportRow } from '../../functions/shared/exports/row.ts';
import { createLogger } from '../../functions/shared/logger.ts';
import { createExporter } from '../../functions/shared/readings/exporter.ts';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import type { Nanoseconds } from '../../functions/shared/time.ts';
import { formatTime } from '../../functions/shared/time.ts';
import type { Outcome } from './child.ts';

export interface ExportTask {
  location: ReadingsLocation;
  organizationId: string;
  exportId: string;
  devices: Awaited<ReturnType<Ports['devices']['list']>>;
  from: Nanoseconds;
  to: Nanoseconds;
  buckets: { exports: string; unload: string };
}

/**
 * The worker of exports makes one CSV of all readings of a period. Readings and files are behind AWS's clients; the export's row is in memory, and there
 * is nobody to be told.
 */
export async function makeExport(task: ExportTask): Promise<Omit<Outcome, 'peakMemory'>> {
  const { location, organizationId, exportId, devices, from, to, buckets } = task;
  const log = createLogger('export');
  const now = new Date().toISOString();
  const begun = performance.now();
  let extractedAt = begun;

  let row = v.parse(ExportRow, {
    organizationId,
    id: exportId,
    createdAt: now,
    updatedAt: now,
    version: 1,
    requestedBy: organizationId,
    request: {
      deviceIds: null,
      metrics: null,
      from: formatTime(from),
      to: formatTime(to),
      format: 'CSV',
      layout: 'LONG',
      window: null,
      statistics: null,
    },
    recipients: [],
    status: 'QUEUED',
    progress: 0,
  });

  function changed(changes: Partial<ExportRow>): Promise<ExportRow> {
    const wasExtracted = row.work.extraction?.done ?? false;
    row = { ...row, ...changes, version: row.version + 1 };
    if (!wasExtracted && row.work.extraction?.done) extractedAt = performance.now();
    return Promise.resolve(row);
  }

  const exports: ExportsTable = {
    lease: () => Promise.resolve(row),
    reload: () => Promise.resolve(row),
    change: (_seen, _owner, changes) => changed(changes),
    beat: () => Promise.resolve(),
    end: (_seen, _owner, ending) => changed(ending),
    expire: () => Promise.reject(new Error('The export expired')),
    release: () => Promise.resolve(),
    remove: () => Promise.reject(new Error('The export was removed')),
  };

  const ports: Ports = {
    exports,
    devices: { list: () => Promise.resolve(devices) },
    people: { organizationName: () => Promise.resolve('Bench'), find: () => Promise.resolve(undefined) },
    readings: await createExporter(location, { buckets, log }),
    files: filesBuckets({ client: new S3Client(clientOptions({ attempts: 5, requestTimeout: 60_000 })), ...buckets }),
    mailer: { send: () => Promise.reject(new Error('There is nobody to be told')) },
    events: { publish: () => Promise.resolve() },
    settings: { days: 7, downloadUrl: 'http://127.0.0.1', partBytes: 8 * 2 ** 20, beat: BEAT },
    clock: Date.now,
    log,
  };

  await work({ organizationId, exportId }, ports, AbortSignal.timeout(definition.timeoutSeconds * 1000));
  const [file] = row.files;
  if (row.status !== 'SUCCEEDED' || !file)
    throw new Error(`The export ended as ${row.status}: ${row.error?.message ?? 'no file'}`);
  return {
    rows: file.rows ?? 0,
    bytes: file.bytes,
    key: file.key,
    milliseconds: performance.now() - begun,
    extractionMilliseconds: extractedAt - begun,
  };
}
