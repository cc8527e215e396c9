import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { contentDisposition, contentType } from './download-headers.ts';

/**
 * In seconds. A URL dies with the credentials that signed it, a function's after hours at most, so that it can only be for now. Source: Amazon S3 User
 * Guide, "Download and upload objects with presigned URLs".
 */
const DOWNLOAD_EXPIRES_IN = 300;

export interface StoredFile {
  /** In the bucket. */
  key: string;
  /** What it is called when it is downloaded. */
  name: string;
}

export interface Upload {
  key: string;
  /** How many the file has: S3 refuses any other number. */
  bytes: number;
  /** In seconds. */
  expiresIn: number;
}

/** URLs that anyone may use who has one. Signing calls nobody. */
export interface Presigner {
  /** To GET a file, for 5 minutes. */
  readonly download: (file: StoredFile) => Promise<string>;
  /** To PUT a file. */
  readonly upload: (upload: Upload) => Promise<string>;
}

export function presigner(Bucket: string, config: S3ClientConfig = {}): Presigner {
  // A browser neither sends nor checks a checksum, so that the URL has none.
  const checksums = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
  const client = new S3Client({ ...config, ...checksums });
  return {
    download({ key: Key, name }) {
      const headers = {
        ResponseContentDisposition: contentDisposition(name),
        ResponseContentType: contentType(name),
      };
      return getSignedUrl(client, new GetObjectCommand({ Bucket, Key, ...headers }), {
        expiresIn: DOWNLOAD_EXPIRES_IN,
      });
    },
    upload({ key: Key, bytes: ContentLength, expiresIn }) {
      return getSignedUrl(client, new PutObjectCommand({ Bucket, Key, ContentLength }), { expiresIn });
    },
  };
}
