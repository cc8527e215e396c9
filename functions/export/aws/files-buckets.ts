import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  NoSuchUpload,
  NotFound,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { prefixOf } from '../../shared/exports/keys.ts';
import type { ExportUpload } from '../../shared/exports/row.ts';
import type { Device, ExportKey, Files } from '../ports.ts';
import { digestWith, NO_PARTS } from '../part-digest.ts';
import { UploadGone } from '../ports.ts';

interface Buckets {
  client: S3Client;
  /** Holds the files of exports. */
  exports: string;
  /** Holds what only the making needs. */
  unload: string;
}

/**
 * Said at the begin, with each part and at the end, as S3 refuses to complete an upload whose parts have another checksum than it expects, and the SDK
 * gives parts one of its own choice. Source: Amazon S3 User Guide, "Checking object integrity for data uploads in Amazon S3".
 */
const CHECKSUM = { ChecksumAlgorithm: 'CRC32' } as const;

const KeptDevices = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ id: v.string(), name: v.string(), units: v.array(v.tuple([v.string(), v.string()])) })),
);

/** The two buckets, in which every key begins with the organization and the export. */
export function filesBuckets({ client, exports: bucket, unload }: Buckets): Files {
  async function partsOf({ key, id, parts, digest }: ExportUpload): Promise<CompletedPart[]> {
    const found: CompletedPart[] = [];
    let marker: string | undefined;
    // Not by the SDK's pages: S3 names a next marker on the last one too, and they would never end.
    do {
      const request = {
        Bucket: bucket,
        Key: key,
        UploadId: id,
        ...(marker !== undefined && { PartNumberMarker: marker }),
      };
      const page = await client.send(new ListPartsCommand(request));
      for (const { PartNumber, ETag, ChecksumCRC32 } of page.Parts ?? []) {
        // A part beyond them is of a worker that ended before it could say so. The file ends before it.
        if (PartNumber !== undefined && PartNumber <= parts) found.push({ PartNumber, ETag, ChecksumCRC32 });
      }
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    if (found.length < parts) throw new UploadGone(`Only ${found.length} of ${parts} parts are there`);
    const present = found.reduce((digest, { ETag = '' }) => digestWith(digest, ETag), NO_PARTS);
    if (present !== digest) throw new UploadGone('A part is not the one that was uploaded');
    return found;
  }

  async function hasFile({ key, bytes }: ExportUpload): Promise<boolean> {
    try {
      const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return ContentLength === bytes;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }

  return {
    async keepDevices(key, devices: readonly Device[]) {
      const body = JSON.stringify(devices);
      await client.send(
        new PutObjectCommand({ Bucket: unload, Key: devicesKey(key), Body: body, ContentType: 'application/json' }),
      );
    },

    async keptDevices(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: unload, Key: devicesKey(key) }));
      return v.parse(KeptDevices, await Body?.transformToString());
    },

    async beginUpload(key, { name, contentType }) {
      const Key = `${prefixOf(key)}${name}`;
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key, ContentType: contentType, ...CHECKSUM }),
      );
      if (UploadId === undefined) throw new Error('S3 began an upload without an id');
      return { id: UploadId, key: Key };
    },

    async uploadPart({ id, key }, number, body) {
      const part = {
        Bucket: bucket,
        Key: key,
        UploadId: id,
        PartNumber: number,
        Body: body,
        ContentLength: body.length,
        ...CHECKSUM,
      };
      const { ETag } = await client.send(new UploadPartCommand(part)).catch(goneOrElse);
      if (ETag === undefined) throw new Error('S3 took a part without giving it an entity tag');
      return ETag;
    },

    async completeUpload(upload) {
      try {
        const Parts = await partsOf(upload).catch(goneOrElse);
        const request = { Bucket: bucket, Key: upload.key, UploadId: upload.id, MultipartUpload: { Parts } };
        await client.send(new CompleteMultipartUploadCommand(request)).catch(goneOrElse);
      } catch (error) {
        // An earlier worker may have completed it, and ended before it could say so.
        if (error instanceof UploadGone && (await hasFile(upload))) return;
        throw error;
      }
    },

    async abortUploads(key) {
      // Until none is listed: a part that is on its way when its upload is aborted may need another abort. Source: Amazon S3 API Reference,
      // "AbortMultipartUpload".
      for (;;) {
        const request = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefixOf(key) });
        const { Uploads = [] } = await client.send(request);
        if (Uploads.length === 0) return;
        for (const { Key, UploadId } of Uploads) await abort(Key, UploadId);
      }
    },
  };

  async function abort(Key: string | undefined, UploadId: string | undefined): Promise<void> {
    try {
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
    } catch (error) {
      if (!(error instanceof NoSuchUpload)) throw error;
    }
  }
}

function devicesKey(key: ExportKey): string {
  return `${prefixOf(key)}devices.json`;
}

function goneOrElse(error: unknown): never {
  throw error instanceof NoSuchUpload ? new UploadGone('The upload is there no more', { cause: error }) : error;
}
