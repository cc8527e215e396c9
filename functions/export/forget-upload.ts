import type { Hold } from './hold.ts';
import type { UploadGone } from './ports.ts';

/** How often a file is made anew. */
const MOST = 5;

/**
 * Has the file made again from what was extracted, whatever took its parts away.
 * Rejects with `error` where that has been done often enough: it would go on for ever.
 */
export async function forgetUpload(hold: Hold, error: UploadGone): Promise<void> {
  const { upload: _gone, ...work } = hold.row.work;
  if (work.lostUploads >= MOST) throw error;
  await hold.change({ work: { ...work, lostUploads: work.lostUploads + 1 } });
}
