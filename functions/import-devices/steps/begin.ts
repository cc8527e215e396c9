import { asProblem } from '../problem.ts';
import { SondeError } from '../../shared/errors.ts';
import type { ReadFile } from '../csv/read-file.ts';
import { readFile } from '../csv/read-file.ts';
import { chunkEnd } from '../chunk.ts';
import type { Hold } from '../hold.ts';
import type { Ports } from '../ports.ts';

/** Looks at the file as a whole, and keeps it as it is now. Where it cannot be taken, the import fails before any device is made. */
export async function begin(hold: Hold, ports: Ports): Promise<void> {
  const { row, key, owner } = hold;
  const upload = await ports.files.upload(key);
  const file = tryToRead(upload, row.withCredentials);
  if ('problem' in file) {
    await hold.end({ status: 'FAILED', error: { type: 'ValidationError', message: file.problem } });
    return;
  }
  // Named by the worker, so that one that was overtaken replaces nothing.
  const kept = await ports.files.keep(key, `file-${owner}.csv`, file.upload);
  const rows = file.rows.length;
  const opened = chunkEnd(row, 0, rows, ports);
  const startedAt = new Date(ports.clock()).toISOString();
  await hold.change({ status: 'RUNNING', startedAt, rows, work: { ...row.work, file: kept, opened } });
  hold.opened = 0;
}

function tryToRead(
  upload: Buffer | undefined,
  withCredentials: boolean,
): (ReadFile & { upload: Buffer }) | { problem: string } {
  if (!upload) return { problem: 'The file is not there: make another import, and upload its file.' };
  try {
    const file = readFile(upload);
    if (!withCredentials) requireNoRequests(file);
    return { ...file, upload };
  } catch (error) {
    return asProblem(error);
  }
}

/** Who gives signing requests wants certificates, and would not get any. */
function requireNoRequests({ rows }: ReadFile): void {
  const row = rows.find(({ cells }) => cells.certificate_signing_request.trim() !== '');
  if (!row) return;
  throw new SondeError(
    'ValidationError',
    `Line ${row.line} has a certificate_signing_request, but the import is without credentials: make one with withCredentials, or leave the column out.`,
  );
}
