import { invalidArgument, s3Error } from '../errors.ts';
import type { ObjectRecord } from '../store/records.ts';

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The bytes that a Range header asks for; `undefined` for all: where there is no range, several, or none that can be read.
 * @throws AwsError InvalidRange where the object has no such byte
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return satisfiable(header, size, { start: Math.max(0, size - Number(last)), end: size });
  if (last !== '' && Number(last) < Number(first)) return undefined;
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  return satisfiable(header, size, { start: Number(first), end });
}

/** The `bytes=<first>-<last>` of a copy's source, which has to lie within it. */
export function parseCopyRange(header: string, size: number): ByteRange {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first))
    throw invalidArgument(
      'x-amz-copy-source-range',
      header,
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  if (Number(last) >= size)
    throw invalidArgument(
      'x-amz-copy-source-range',
      header,
      `Range specified is not valid for source object of size: ${size}`,
    );
  return { start: Number(first), end: Number(last) + 1 };
}

/** The bytes of a part, by its number from 1. An object that was not uploaded in parts is its own first. */
export function rangeOfPart({ segments }: ObjectRecord, number: number): ByteRange {
  const part = segments[number - 1];
  if (!part) throw s3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  const start = segments.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}

function satisfiable(header: string | undefined, size: number, range: ByteRange): ByteRange {
  if (range.start < range.end) return range;
  throw s3Error('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: header ?? '',
    ActualObjectSize: String(size),
  });
}
