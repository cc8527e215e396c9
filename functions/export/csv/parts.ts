import type { RowBatch } from '../../shared/readings/store.ts';
import { Block } from './block.ts';
import { gzipMember } from './gzip-member.ts';
import type { CsvWriter } from './writer.ts';

const MEBIBYTE = 2 ** 20;
/** What a block may be longer than it should be, before it must grow: about a batch. */
const BATCH_BYTES = MEBIBYTE / 4;

/** A run of whole gzip members: all the parts of a file, one after the other, are the file. */
export interface FilePart {
  readonly body: Buffer;
  readonly rows: number;
  /** Where the rows of the next part begin; null where there was no batch at all. */
  readonly position: string | null;
  /** How much of the rows there are has been read by then, from 0 to 1. */
  readonly progress: number;
  readonly isLast: boolean;
}

export interface PartOptions {
  /** Whether the first part begins with the header: not where parts go on from an earlier one. */
  readonly withHeader: boolean;
  /** Of CSV in a gzip member, at least; the last one may have less. */
  readonly blockBytes?: number;
  /** Of a part, at least; the last one may have less. */
  readonly partBytes?: number;
  /** How many blocks are compressed at a time. */
  readonly concurrency?: number;
}

interface Member {
  readonly bytes: Buffer;
  readonly rows: number;
  readonly end: End;
}

/** Where the rows so far end. */
type End = Pick<FilePart, 'position' | 'progress'>;
const BEGIN: End = { position: null, progress: 0 };

/**
 * The parts of one CSV.gz file with the rows of `batches`, in their order. Where parts and members end depends on the batches alone: of the same batches
 * from a part's `position` on, the parts are the same bytes as before. Without rows there is one part, the header; from a position on that has no
 * rows after it there is none.
 *
 * Takes a few blocks and one part of memory, whatever the number of rows, and asks for batches as parts are asked for.
 */
export async function* fileParts(
  batches: AsyncIterable<RowBatch>,
  writer: CsvWriter,
  { withHeader, blockBytes = MEBIBYTE, partBytes = 8 * MEBIBYTE, concurrency = 3 }: PartOptions,
): AsyncGenerator<FilePart, void, undefined> {
  const compressing: Promise<Member>[] = [];
  const spare: Block[] = [];
  const part = new PartInTheMaking(partBytes, blockBytes);
  const emptyBlock = (): Block => spare.pop() ?? new Block(blockBytes + BATCH_BYTES);
  let block = emptyBlock();
  let rows = 0;
  let end = BEGIN;

  function compress(): void {
    const member = memberOf(block, rows, end, spare);
    // It is met where the member's turn comes, if it comes.
    member.catch(() => undefined);
    compressing.push(member);
  }

  try {
    if (withHeader) block.append(writer.header);
    for await (const batch of batches) {
      rows += writer.write(batch, block);
      end = { position: batch.position, progress: batch.progress };
      if (block.length < blockBytes) continue;
      compress();
      block = emptyBlock();
      rows = 0;
      const oldest = compressing.length < concurrency ? undefined : compressing.shift();
      if (oldest) yield* part.add(await oldest);
    }
    if (block.length > 0) compress();
    for (const member of compressing) yield* part.add(await member);
    yield* part.end();
  } finally {
    await Promise.allSettled(compressing);
  }
}

/** Compresses a block, which is spare from then on. */
async function memberOf(block: Block, rows: number, end: End, spare: Block[]): Promise<Member> {
  const bytes = await gzipMember(block.filled());
  block.length = 0;
  spare.push(block);
  return { bytes, rows, end };
}

class PartInTheMaking {
  private readonly partBytes: number;
  private readonly capacity: number;
  private body: Block;
  private rows = 0;
  private rowsEnd = BEGIN;

  constructor(partBytes: number, blockBytes: number) {
    this.partBytes = partBytes;
    this.capacity = partBytes + blockBytes;
    this.body = new Block(this.capacity);
  }

  /** Adds a member. @returns the part that is complete, now that it is known not to be the last */
  *add(member: Member): Generator<FilePart> {
    if (this.body.length >= this.partBytes) {
      yield this.taken(false);
      this.body = new Block(this.capacity);
      this.rows = 0;
    }
    this.body.append(member.bytes);
    this.rows += member.rows;
    this.rowsEnd = member.end;
  }

  *end(): Generator<FilePart> {
    if (this.body.length > 0) yield this.taken(true);
  }

  private taken(isLast: boolean): FilePart {
    return { body: this.body.filled(), rows: this.rows, ...this.rowsEnd, isLast };
  }
}
