import { fileName } from '../file-name.ts';
import { forgetUpload } from '../forget-upload.ts';
import { UploadGone } from '../ports.ts';
import { succeed } from '../succeed.ts';
import type { Step } from './index.ts';

/** Makes the parts one file, and it that of the export. */
export const complete: Step = async (hold, ports) => {
  const { request, work } = hold.row;
  const { upload } = work;
  if (!upload) throw new Error('There is no upload that could be completed');
  const organization = await ports.people.organizationName(hold.key.organizationId);
  try {
    await ports.files.completeUpload(upload);
  } catch (error) {
    if (!(error instanceof UploadGone)) throw error;
    await forgetUpload(hold, error);
    return;
  }
  const { key, bytes, rows } = upload;
  await succeed(hold, ports, [{ name: fileName(organization, request, { number: 1, of: 1 }), key, bytes, rows }]);
};
