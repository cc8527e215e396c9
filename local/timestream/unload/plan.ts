import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Block } from './blocks.ts';
import { cutBlocks, dealBlocks, shuffled } from './blocks.ts';
import { headerLine } from './csv.ts';
import type { ExtractedFile } from './extract.ts';
import type { UnloadOptions } from './options.ts';

/** An object to be: the rows of `content`, uncompressed. */
export interface Planned {
  readonly bytes: number;
  readonly rows: number;
  readonly partition: string;
  readonly content: () => AsyncIterable<Uint8Array>;
}

/**
 * A CSV result is dealt to four files, so that no reader gets used to one, unless they would be smaller than the least or larger than the most of these
 * (uncompressed; `max_file_size` goes before).
 */
const USUAL_FILES = 4;
const LEAST_FILE_BYTES = 32 * 2 ** 10;
const MOST_FILE_BYTES = 64 * 2 ** 20;
/** Rows change places by blocks; a small result has a block a row. */
const BLOCKS = 64;
const MOST_BLOCK_BYTES = 256 * 2 ** 10;

/** What is to be stored, in a random order. */
export async function plan(
  files: readonly ExtractedFile[],
  { csv, maxFileBytes }: UnloadOptions,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Planned[]> {
  const present = files.filter(({ bytes, rows }) => bytes > 0 && rows !== 0);
  if (!csv)
    return shuffled(
      present.map(({ path, bytes, rows = 0, partition }) => ({
        bytes,
        rows,
        partition,
        content: () => createReadStream(path),
      })),
    );
  const header = csv.hasHeader ? headerLine(names, csv) : undefined;
  const planned: Planned[] = [];
  for (const partition of new Set(present.map((file) => file.partition))) {
    const group = present.filter((file) => file.partition === partition);
    const total = sum(group.map(({ bytes }) => bytes));
    const fileBytes = Math.min(maxFileBytes, MOST_FILE_BYTES, Math.max(LEAST_FILE_BYTES, total / USUAL_FILES));
    const blockBytes = Math.min(MOST_BLOCK_BYTES, total / BLOCKS);
    const paths = group.map(({ path }) => path);
    for (const blocks of dealBlocks(await cutBlocks(paths, csv, blockBytes, signal), fileBytes))
      planned.push({
        bytes: sum(blocks.map(({ start, end }) => end - start)),
        rows: sum(blocks.map(({ rows }) => rows)),
        partition,
        content: () => readBlocks(blocks, header),
      });
  }
  return shuffled(planned);
}

async function* readBlocks(blocks: readonly Block[], header: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (header) yield header;
  const handles = new Map<string, Awaited<ReturnType<typeof open>>>();
  try {
    for (const { path, start, end } of blocks) {
      const handle = handles.get(path) ?? (await open(path));
      handles.set(path, handle);
      const { buffer } = await handle.read(Buffer.allocUnsafe(end - start), 0, end - start, start);
      yield buffer;
    }
  } finally {
    for (const handle of handles.values()) await handle.close();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
