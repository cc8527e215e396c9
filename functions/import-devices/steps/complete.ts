import { gzipSync } from 'node:zlib';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import { credentialsKey, reportKey } from '../../shared/imports/keys.ts';
import { after } from '../../shared/jobs/leases.ts';
import type { Hold } from '../hold.ts';
import type { Ports } from '../ports.ts';
import { REPORT_HEADER } from '../report.ts';

/** Makes the files that clients get of what was kept of each chunk, and ends the import. */
export async function complete(hold: Hold, ports: Ports): Promise<void> {
  const { key, row } = hold;
  const report = {
    objectKey: reportKey(key),
    contentType: 'text/csv; charset=utf-8',
    head: Buffer.from(REPORT_HEADER),
  };
  await ports.files.join(key, 'report-', report);
  if (row.withCredentials) {
    // A member with nothing in it, as a file without any would be no gzip.
    const credentials = { objectKey: credentialsKey(key), contentType: 'application/gzip', head: gzipSync('') };
    await ports.files.join(key, 'credentials-', credentials);
  }
  const expiresAt = after(IMPORT_LIMITS.hoursKept * 3_600_000, ports);
  if (row.status === 'RUNNING') await hold.end({ status: 'COMPLETED', expiresAt });
  else await hold.change({ expiresAt });
  await ports.files.removeAllBut(key, [reportKey(key), credentialsKey(key)]);
}
