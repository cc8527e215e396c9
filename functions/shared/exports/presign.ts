import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { contentDisposition, contentType } from './download-headers.ts';

/**
 * In seconds. A URL dies with the credentials that signed it, a function's after hours at most, so that it can only be for now. Source: Amazon S3 User
 * Guide, "Download and upload objects with presigned URLs".
 */
const EXPIRES_IN = 300;

export interface StoredFile {
  /** In the bucket, beginning with the organization's id. */
  key: string;
  /** What it is called when it is downloaded. */
  name: string;
}

/** Gives out the files of one organization. */
export type Presign = (organizationId: string, file: StoredFile) => Promise<string>;

/**
 * URLs that anyone may GET a file by, for 5 minutes. Signing calls nobody.
 * Rejects for a file of another organization: no mistake elsewhere may give one out.
 */
export function presignIn(bucket: string, config: S3ClientConfig = {}): Presign {
  // A browser neither sends nor checks a checksum, so that the URL has none.
  const checksums = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
  const client = new S3Client({ ...config, ...checksums });
  return async (organizationId, { key, name }) => {
    if (!key.startsWith(`${organizationId}/`)) throw new Error('The file is not of the organization');
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: contentDisposition(name),
      ResponseContentType: contentType(name),
    });
    return getSignedUrl(client, command, { expiresIn: EXPIRES_IN });
  };
}
