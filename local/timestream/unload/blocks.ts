import { createReadStream } from 'node:fs';
import type { CsvDialect } from './options.ts';

/** A run of whole rows in a file. */
export interface Block {
  readonly path: string;
  /** The bytes from `start` on, without the one at `end`. */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
}

const READ_BYTES = 2 ** 20;
const NEWLINE = 10;
const QUOTE = 34;

/** Cuts CSV files into blocks of at least `blockBytes`, except the last of a file. */
export async function cutBlocks(
  paths: readonly string[],
  { escape }: CsvDialect,
  blockBytes: number,
  signal: AbortSignal,
): Promise<Block[]> {
  const blocks: Block[] = [];
  const escapeByte = escape.charCodeAt(0);
  for (const path of paths) {
    let read = 0;
    let start = 0;
    let rows = 0;
    let isQuoted = false;
    let isEscaped = false;
    for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES, signal })) {
      const bytes = bytesOf(chunk);
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index];
        if (isEscaped) isEscaped = false;
        else if (byte === escapeByte) isEscaped = true;
        else if (byte === QUOTE) isQuoted = !isQuoted;
        else if (byte === NEWLINE && !isQuoted) {
          rows += 1;
          const end = read + index + 1;
          if (end - start < blockBytes) continue;
          blocks.push({ path, start, end, rows });
          start = end;
          rows = 0;
        }
      }
      read += bytes.length;
    }
    if (rows > 0) blocks.push({ path, start, end: read, rows });
  }
  return blocks;
}

function bytesOf(chunk: unknown): Uint8Array {
  if (!(chunk instanceof Uint8Array)) throw new TypeError('Expected bytes of a file');
  return chunk;
}

/** Deals blocks in a random order to files of about `fileBytes`. */
export function dealBlocks(blocks: readonly Block[], fileBytes: number): Block[][] {
  const files: Block[][] = [];
  let size = Infinity;
  for (const block of shuffled(blocks)) {
    const length = block.end - block.start;
    if (size + length > fileBytes) {
      files.push([]);
      size = 0;
    }
    files.at(-1)?.push(block);
    size += length;
  }
  return files;
}

/** The items in a random order, as rows and files of an UNLOAD have none that is promised. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
