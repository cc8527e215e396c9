import type { Nanoseconds } from '../../time.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { Series } from './series.ts';

/** Writes a series, column after column. */
export function writeSeries(writer: ByteWriter, { offsets, values, texts, receivedAt }: Series): void {
  writer.varint(offsets.length);
  for (const column of [offsets, values, receivedAt]) for (const number of column) writer.double(number);
  const text = Buffer.from(JSON.stringify(texts));
  writer.varint(text.length);
  writer.raw(text);
}

/** Reads what {@link writeSeries} wrote. @throws RangeError where it ends too early */
export function readSeries(reader: ByteReader, begin: Nanoseconds): Series {
  const length = reader.varint();
  const column = () => Float64Array.from({ length }, () => reader.double());
  const [offsets, values, receivedAt] = [column(), column(), column()];
  const texts = JSON.parse(Buffer.from(reader.raw(reader.varint())).toString()) as (string | null)[] | null;
  return { begin, offsets, values, receivedAt, texts };
}
