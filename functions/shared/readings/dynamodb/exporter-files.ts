import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { prefixOf } from '../../exports/keys.ts';
import { exportColumns } from '../export-columns.ts';
import type { ExtractedFile, Extraction, ExtractionJob } from '../store.ts';
import { readRows, stepOf } from './exporter-read.ts';
import { parsePosition, positionAfter, writePosition } from './exporter-rows.ts';
import type { Source } from './stretches.ts';

export interface FilesOptions extends Omit<Source, 'signal'> {
  s3: S3Client;
  buckets: { exports: string; unload: string };
  /** How large a file is at least, in bytes, that is not ended by time; it is made in memory. */
  fileBytes?: number;
  /** For how long rows are added to a file, in ms. */
  fileTime?: number;
  /** How many rows a batch has at most. */
  batchRows?: number;
}

/** So that of what an export may be, the files are some hundreds. */
const FILE_BYTES = 64 * 2 ** 20;
/** Far less than a worker is left at its end, for a step that it has begun. */
const FILE_TIME = 20_000;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const State = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    /** Where the next file begins; null for the first. */
    position: v.nullable(v.string()),
    /** The object that lists the files so far; null where there is none. */
    manifest: v.nullable(v.string()),
    files: Count,
    progress: v.number(),
    done: v.boolean(),
  }),
);
type State = v.InferOutput<typeof State>;

const Manifest = v.pipe(v.string(), v.parseJson(), v.array(v.object({ key: v.string(), bytes: Count, rows: Count })));

/** The state of an extraction that has no files to be written. */
export const NO_FILES = writeState({ position: null, manifest: null, files: 0, progress: 1, done: true });

/**
 * Writes the next file of an export. It, and the list of files with it, have names that no other worker gives: what one left behind that nobody knows of
 * any more changes nothing, whenever it comes.
 */
export async function writeNextFile(
  job: ExtractionJob,
  text: string | null,
  options: FilesOptions,
): Promise<Extraction> {
  const state = text === null ? null : v.parse(State, text);
  if (state?.done) return extraction(state);
  const { rows, body, position, progress, isLast } = await makeFile(job, state?.position ?? null, options);
  const files = (state?.files ?? 0) + (rows > 0 ? 1 : 0);
  const manifest = state?.manifest ?? null;
  const next = { position, files, progress, done: isLast };
  if (rows === 0) return extraction({ ...next, manifest });
  const name = `${prefixOf(job)}${files.toString().padStart(5, '0')}-${randomUUID()}`;
  const file = { key: `${name}.parquet`, bytes: body.length, rows };
  const listed = [...(await readManifest(manifest, options)), file];
  const { s3, buckets } = options;
  const parquet = { Bucket: buckets.exports, Key: file.key, Body: body, ContentType: 'application/vnd.apache.parquet' };
  await s3.send(new PutObjectCommand(parquet));
  const list = { Bucket: buckets.unload, Key: `${name}.json`, Body: JSON.stringify(listed) };
  await s3.send(new PutObjectCommand({ ...list, ContentType: 'application/json' }));
  return extraction({ ...next, manifest: list.Key });
}

/** The files of an extraction. Rejects with NoSuchKey where what lists them is no longer there. */
export function filesWritten(state: string, options: FilesOptions): Promise<ExtractedFile[]> {
  return readManifest(v.parse(State, state).manifest, options);
}

async function makeFile(job: ExtractionJob, position: string | null, options: FilesOptions) {
  const { fileBytes = FILE_BYTES, fileTime = FILE_TIME } = options;
  // What writes Parquet is a tenth of the function's code, which most exports do without.
  const { ParquetFile } = await import('./parquet.ts');
  const file = new ParquetFile(exportColumns(job));
  const end = performance.now() + fileTime;
  let reached = { position, progress: 1, isLast: true };
  for await (const rows of readRows(job, position === null ? null : parsePosition(position), options)) {
    file.add(rows);
    if (file.size < fileBytes && performance.now() < end) continue;
    const last = positionAfter(rows, rows.offsets.length - 1, stepOf(job));
    reached = { position: writePosition(last), progress: rows.progress, isLast: false };
    break;
  }
  const body = file.finish();
  return { ...reached, body, rows: file.rows };
}

async function readManifest(manifest: string | null, { s3, buckets }: FilesOptions): Promise<ExtractedFile[]> {
  if (manifest === null) return [];
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: buckets.unload, Key: manifest }));
  return v.parse(Manifest, await Body?.transformToString());
}

function extraction(state: State): Extraction {
  return { state: writeState(state), progress: state.progress, done: state.done, wait: 0 };
}

function writeState(state: State): string {
  return JSON.stringify(state);
}
