import { fileName } from '../file-name.ts';
import { jobOf } from '../job.ts';
import { checkSize } from '../size-limit.ts';
import { succeed } from '../succeed.ts';
import type { Step } from './index.ts';

/** Makes the files that the store wrote those of the export. */
export const collect: Step = async (hold, ports) => {
  const { extraction } = hold.row.work;
  if (!extraction) throw new Error('There is no extraction whose files could be collected');
  const organization = await ports.people.organizationName(hold.key.organizationId);
  const written = await ports.readings.files(jobOf(hold, ports.files), extraction.state);
  checkSize(written.reduce((sum, { bytes }) => sum + bytes, 0));
  const files = written.map(({ key, bytes, rows }, index) => ({
    name: fileName(organization, hold.row.request, { number: index + 1, of: written.length }),
    key,
    bytes,
    rows,
  }));
  await succeed(hold, ports, files);
};
