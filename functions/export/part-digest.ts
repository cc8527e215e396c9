import { createHash } from 'node:crypto';

/** Of no parts. */
export const NO_PARTS = '';

/** Names the parts of an upload, one after the other: from what names those before, and what S3 calls the next one, its entity tag. */
export function digestWith(digest: string, tag: string): string {
  return createHash('sha256').update(`${digest}\n${tag}`).digest('hex');
}
