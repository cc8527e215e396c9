import type { Hold } from './hold.ts';
import type { UploadGone } from './ports.ts';

/** How often the file of an export is made anew. */
const MAX_LOST_UPLOADS = 5;

/**
 * Has the file made anew from what was extracted, whatever took its parts away.
 * @throws UploadGone `error` itself where that has been done often enough: it would go on for ever
 */
export async function forgetUpload(hold: Hold, error: UploadGone): Promise<void> {
  const { upload: _gone, ...work } = hold.row.work;
  if (work.lostUploads >= MAX_LOST_UPLOADS) throw error;
  await hold.change({ work: { ...work, lostUploads: work.lostUploads + 1 } });
}
