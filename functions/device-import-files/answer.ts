import type { S3Client } from '@aws-sdk/client-s3';
import { HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { IMPORT_LIMITS } from '../../schema/limits.ts';
import type { Presigner } from '../shared/files/presigner.ts';
import { credentialsKey, reportKey, uploadKey } from '../shared/imports/keys.ts';
import type { Event } from './event.ts';

export interface ImportFiles {
  client: S3Client;
  bucket: string;
  presigner: Presigner;
}

export interface ResultUrls {
  reportUrl: string | null;
  credentialsUrl: string | null;
}

/** What a resolver is answered. */
export type Answer = { url: string } | { isThere: boolean } | { urls: ResultUrls[] };

/** Answers with links, or whether a file was uploaded. Who may have which, the resolver knows; that all keys are of one organization, they show. */
export async function answer(event: Event, files: ImportFiles): Promise<Answer> {
  const { organizationId } = event;
  switch (event.operation) {
    case 'signUpload': {
      const key = uploadKey({ organizationId, importId: event.importId });
      const expiresIn = IMPORT_LIMITS.minutesToUpload * 60;
      return { url: await files.presigner.upload({ key, bytes: event.bytes, expiresIn }) };
    }
    case 'findUpload':
      return { isThere: await isThere(uploadKey({ organizationId, importId: event.importId }), files) };
    case 'signResults':
      return { urls: await Promise.all(event.imports.map((each) => resultUrls({ organizationId, ...each }, files))) };
  }
}

async function isThere(Key: string, { client, bucket: Bucket }: ImportFiles): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

interface Wanted {
  organizationId: string;
  importId: string;
  report: boolean;
  credentials: boolean;
}

async function resultUrls({ report, credentials, ...key }: Wanted, { presigner }: ImportFiles): Promise<ResultUrls> {
  const download = (objectKey: string, name: string) => presigner.download({ key: objectKey, name });
  return {
    reportUrl: report ? await download(reportKey(key), `import-${key.importId}-report.csv`) : null,
    credentialsUrl: credentials
      ? await download(credentialsKey(key), `import-${key.importId}-credentials.ndjson.gz`)
      : null,
  };
}
