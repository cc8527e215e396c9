import type { ExportUpload } from '../../shared/exports/row.ts';
import type { FilePart } from '../csv/parts.ts';
import { fileParts } from '../csv/parts.ts';
import { csvWriter } from '../csv/writer.ts';
import { deviceDirectory } from '../device-directory.ts';
import { forgetUpload } from '../forget-upload.ts';
import type { Hold } from '../hold.ts';
import { jobOf } from '../job.ts';
import { digestWith, NO_PARTS } from '../part-digest.ts';
import type { Ports } from '../ports.ts';
import { UploadGone } from '../ports.ts';
import { extracted, WRITTEN } from '../progress.ts';
import { checkSize } from '../size-limit.ts';
import type { Step } from './index.ts';

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
  const upload = { ...begun, parts: 0, position: null, rows: 0, bytes: 0, digest: NO_PARTS, isWhole: false };
  await hold.change({ work: { ...hold.row.work, upload } });
  return upload;
}

async function uploadParts(start: ExportUpload, hold: Hold, ports: Ports, signal: AbortSignal): Promise<void> {
  let upload = start;
  for await (const { part, uploaded } of uploading(await partsFrom(start, hold, ports), start, ports)) {
    const tag = await uploaded;
    upload = {
      ...upload,
      parts: upload.parts + 1,
      position: part.position,
      rows: upload.rows + part.rows,
      bytes: upload.bytes + part.body.length,
      digest: digestWith(upload.digest, tag),
      isWhole: part.isLast,
    };
    checkSize(upload.bytes);
    hold.progress = progressOf(part, ports);
    await hold.change({ work: { ...hold.row.work, upload } });
    signal.throwIfAborted();
  }
  // No row was left after the parts that are there.
  if (!upload.isWhole) await hold.change({ work: { ...hold.row.work, upload: { ...upload, isWhole: true } } });
}

async function partsFrom({ position }: ExportUpload, hold: Hold, ports: Ports): Promise<AsyncIterable<FilePart>> {
  const { work } = hold.row;
  if (!work.extraction) throw new Error('There is no extraction whose rows could be read');
  const job = jobOf(hold, ports.files);
  const devices = deviceDirectory(await ports.files.keptDevices(hold.key));
  const batches = ports.readings.read(job, work.extraction.state, position);
  return fileParts(batches, csvWriter(job, devices), {
    withHeader: position === null,
    partBytes: ports.settings.partBytes,
  });
}

interface Uploading {
  part: FilePart;
  /** Its entity tag. */
  uploaded: Promise<string>;
}

/** Uploads one part while the next one is made. */
async function* uploading(
  parts: AsyncIterable<FilePart>,
  upload: ExportUpload,
  { files }: Ports,
): AsyncGenerator<Uploading> {
  let number = upload.parts;
  let last: Uploading | undefined;
  for await (const part of parts) {
    if (last) yield last;
    const uploaded = files.uploadPart(upload, ++number, part.body);
    // It is awaited later, or never where the part before it failed: then its failure is nobody's.
    uploaded.catch(() => undefined);
    last = { part, uploaded };
  }
  if (last) yield last;
}

function progressOf({ progress }: FilePart, { readings }: Ports): number {
  const begin = extracted('CSV', readings);
  return begin + (WRITTEN - begin) * progress;
}
