import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import type { ExtractedFile } from '../store.ts';
import { keysUnder } from '../objects.ts';

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Source: Timestream Developer Guide, "UNLOAD concepts" (Manifest file). What a file has is read, and the totals are not: their names vary. */
const Manifest = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    result_files: v.array(
      v.object({
        url: v.string(),
        file_metadata: v.object({ content_length_in_bytes: Count, row_count: Count }),
      }),
    ),
  }),
);

/** Where a manifest, or what it names, is. */
export interface Place {
  bucket: string;
  /** What every key begins with. */
  prefix: string;
}

/**
 * The files with rows that a manifest names, in its order.
 * @throws Error where the manifest is not there, is not as documented, or names a file that is not at `place`
 */
export async function readManifest(s3: S3Client, { bucket, prefix }: Place, key: string): Promise<ExtractedFile[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { result_files: files } = v.parse(Manifest, await Body?.transformToString());
  return files
    .filter(({ file_metadata: { row_count } }) => row_count > 0)
    .map(({ url, file_metadata }) => ({
      key: keyOf(url, { bucket, prefix }),
      bytes: file_metadata.content_length_in_bytes,
      rows: file_metadata.row_count,
    }));
}

/** The key of the manifest below `place`, where there is one: an UNLOAD that did not succeed writes none. */
export async function findManifest(s3: S3Client, { bucket, prefix }: Place): Promise<string | undefined> {
  for await (const keys of keysUnder(s3, bucket, prefix)) {
    const manifest = keys.find((key) => key.endsWith('manifest.json'));
    if (manifest !== undefined) return manifest;
  }
  return undefined;
}

/** The key in `s3://<bucket>/<key>`. @throws Error where it is not at `place` */
export function keyOf(url: string, { bucket, prefix }: Place): string {
  const base = `s3://${bucket}/`;
  const key = url.slice(base.length);
  if (!url.startsWith(base) || !key.startsWith(prefix))
    throw new Error(`The readings store names ${url}, which is not in ${base}${prefix}`);
  return key;
}
