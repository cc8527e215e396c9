import type { DataFiles } from './files.ts';
import type { ObjectRecord } from './records.ts';

/** The bytes of an object from `start` up to, not including, `end`, whichever files they are in. */
export async function* readSegments(
  files: DataFiles,
  segments: ObjectRecord['segments'],
  { start, end }: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for (const { file, size } of segments) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, size);
    if (from < to) yield* files.read(file, from, to);
    offset += size;
    if (offset >= end) return;
  }
}

/**
 * A stream for the body of an answer, one chunk ahead of its reader.
 * @param release called once, when the stream has ended, failed, or lost its reader
 */
export function streamOf(bytes: AsyncGenerator<Uint8Array>, release: () => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await bytes.next();
        if (!next.done) {
          controller.enqueue(next.value);
          return;
        }
        await release();
        controller.close();
      } catch (error) {
        await release();
        controller.error(error);
      }
    },
    async cancel() {
      await bytes.return(undefined);
      await release();
    },
  });
}
