import type { ExportUpload } from '../../shared/exports/row.ts';
import type { FilePart } from '../csv/parts.ts';
import { fileParts } from '../csv/parts.ts';
import { csvWriter } from '../csv/writer.ts';
import { deviceDirectory } from '../device-directory.ts';
import { forgetUpload } from '../forget-upload.ts';
import type { Hold } from '../hold.ts';
import { jobOf } from '../job.ts';
import type { Ports } from '../ports.ts';
import { UploadGone } from '../ports.ts';
import { EXTRACTED, UPLOADED } from '../progress.ts';
import { checkSize } from '../size-limit.ts';
import type { Step } from './index.ts';

/**
 * How many parts a file would have if it were as large as what it is made of. It may become twice that, as S3 takes 10,000 parts. Source: Amazon S3
 * User Guide, "Amazon S3 multipart upload limits".
 */
const EXPECTED_PARTS = 5000;

/** Makes CSV of the rows and uploads it part by part. The row says after each part which are there, and where the next one begins. */
export const assemble: Step = async (hold, ports, signal) => {
  const upload = hold.row.work.upload ?? (await beginUpload(hold, ports));
  try {
    await uploadParts(upload, hold, ports, signal);
  } catch (error) {
    if (!(error instanceof UploadGone)) throw error;
    await forgetUpload(hold, error);
  }
};

async function beginUpload(hold: Hold, { files }: Ports): Promise<ExportUpload> {
  const begun = await files.beginUpload(hold.key, { name: 'readings.csv.gz', contentType: 'application/gzip' });
  const upload = { ...begun, parts: 0, position: null, rows: 0, bytes: 0, isWhole: false };
  await hold.change({ work: { ...hold.row.work, upload } });
  return upload;
}

async function uploadParts(start: ExportUpload, hold: Hold, ports: Ports, signal: AbortSignal): Promise<void> {
  let upload = start;
  for await (const { part, uploaded } of uploading(await partsFrom(start, hold, ports), start, ports)) {
    await uploaded;
    upload = {
      ...upload,
      parts: upload.parts + 1,
      position: part.position,
      rows: upload.rows + part.rows,
      bytes: upload.bytes + part.body.length,
      isWhole: part.isLast,
    };
    checkSize(upload.bytes);
    hold.progress = progressOf(upload, hold);
    await hold.change({ work: { ...hold.row.work, upload } });
    signal.throwIfAborted();
  }
  // No row was left after the parts that are there.
  if (!upload.isWhole) await hold.change({ work: { ...hold.row.work, upload: { ...upload, isWhole: true } } });
}

async function partsFrom({ position }: ExportUpload, hold: Hold, ports: Ports): Promise<AsyncIterable<FilePart>> {
  const { work } = hold.row;
  if (!work.extraction) throw new Error('There is no extraction whose rows could be read');
  const job = jobOf(hold.row, hold.owner);
  const devices = deviceDirectory(await ports.files.keptDevices(hold.key));
  const batches = ports.readings.read(job, work.extraction.state, position);
  return fileParts(batches, csvWriter(job, devices), {
    withHeader: position === null,
    partBytes: Math.max(ports.settings.partBytes, Math.ceil((work.extraction.bytes ?? 0) / EXPECTED_PARTS)),
  });
}

/** Uploads one part while the next one is made. */
async function* uploading(
  parts: AsyncIterable<FilePart>,
  upload: ExportUpload,
  { files }: Ports,
): AsyncGenerator<{ part: FilePart; uploaded: Promise<void> }> {
  let number = upload.parts;
  let last: { part: FilePart; uploaded: Promise<void> } | undefined;
  for await (const part of parts) {
    if (last) yield last;
    const uploaded = files.uploadPart(upload, ++number, part.body);
    // It is awaited later, or never where the part before it failed: then its failure is nobody's.
    uploaded.catch(() => undefined);
    last = { part, uploaded };
  }
  if (last) yield last;
}

function progressOf({ rows }: ExportUpload, { row }: Hold): number {
  const all = row.work.extraction?.rows ?? null;
  if (all === null || all === 0) return EXTRACTED.CSV;
  return EXTRACTED.CSV + (UPLOADED - EXTRACTED.CSV) * Math.min(1, rows / all);
}
