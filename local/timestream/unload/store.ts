import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ObjectWriter } from '../../shared/ports.ts';
import type { ResultFile } from './manifest.ts';
import type { UnloadOptions } from './options.ts';
import type { Planned } from './plan.ts';

/** How many objects are written at once. */
const WIDTH = 2;
/** Fast: the files are read once, on the same machine. */
const GZIP = { level: 1, chunkSize: 2 ** 18 };

export interface StoreTarget {
  readonly objects: ObjectWriter;
  readonly bucket: string;
  readonly prefix: string;
  readonly queryId: string;
}

/** How far the storing is, in bytes of the extracted files. */
export type OnStored = (file: ResultFile, bytesDone: number, bytesTotal: number) => Promise<void>;

/** Stores objects, whole or not at all each. When one fails, or `signal` comes, those that are stored stay. */
export async function store(
  planned: readonly Planned[],
  {
    target,
    options,
    signal,
    onStored,
  }: { target: StoreTarget; options: UnloadOptions; signal: AbortSignal; onStored: OnStored },
): Promise<ResultFile[]> {
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);
  const total = sum(planned.map(({ bytes }) => bytes));
  const stored: ResultFile[] = [];
  const queue = planned.values();
  let done = 0;
  async function work(): Promise<void> {
    for (const each of queue) {
      ended.throwIfAborted();
      const file = await storeOne(each, target, options, ended);
      stored.push(file);
      done += each.bytes;
      await onStored(file, done, total);
    }
  }
  const workers = Array.from({ length: WIDTH }, () =>
    work().catch((error: unknown) => {
      failure.abort(error);
    }),
  );
  await Promise.all(workers);
  ended.throwIfAborted();
  return stored;
}

async function storeOne(
  { rows, partition, content }: Planned,
  { objects, bucket, prefix, queryId }: StoreTarget,
  { csv, isCompressed }: UnloadOptions,
  signal: AbortSignal,
): Promise<ResultFile> {
  const [extension, contentType] = csv
    ? isCompressed
      ? ['gz', 'application/gzip']
      : ['csv', 'text/csv']
    : ['parquet', 'application/vnd.apache.parquet'];
  const key = `${prefix}results/${partition}${queryId}_${randomUUID()}.${extension}`;
  const write = (body: AsyncIterable<Uint8Array>) => objects.write({ bucket, key, contentType }, until(body, signal));
  const bytes = csv && isCompressed ? await compressed(content(), write, signal) : await write(content());
  return { url: `s3://${bucket}/${key}`, bytes, rows };
}

async function compressed(
  content: AsyncIterable<Uint8Array>,
  write: (body: AsyncIterable<Uint8Array>) => Promise<number>,
  signal: AbortSignal,
): Promise<number> {
  let size = 0;
  await pipeline(
    Readable.from(content, { highWaterMark: 2 }),
    createGzip(GZIP),
    async (body: AsyncIterable<Uint8Array>) => {
      size = await write(body);
    },
    { signal },
  );
  return size;
}

/** Fails when the signal comes, so that the object in the making is not stored. */
async function* until(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    signal.throwIfAborted();
    yield chunk;
  }
  signal.throwIfAborted();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
