import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { StoredFile } from '../files/presigner.ts';
import { presigner } from '../files/presigner.ts';

/** Gives out the files of one organization. */
export type Presign = (organizationId: string, file: StoredFile) => Promise<string>;

/**
 * URLs that anyone may GET a file by, for 5 minutes. Signing calls nobody.
 * Rejects for a file of another organization: no mistake elsewhere may give one out.
 */
export function presignIn(bucket: string, config: S3ClientConfig = {}): Presign {
  const { download } = presigner(bucket, config);
  return async (organizationId, file) => {
    if (!file.key.startsWith(`${organizationId}/`)) throw new Error('The file is not of the organization');
    return download(file);
  };
}
