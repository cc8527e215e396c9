import type { Nanoseconds } from '../../time.ts';
import { ByteReader, ByteWriter, notWhole } from './bytes.ts';
import { readSeries, writeSeries } from './columns.ts';
import { seal, unseal } from './seal.ts';
import type { Series } from './series.ts';

/** A series in few bytes, which do not say of which hour it is. */
export function packSeries(series: Series): Uint8Array {
  const writer = new ByteWriter();
  writeSeries(writer, series);
  return seal(writer.bytes());
}

/** What {@link packSeries} packed, exactly. @param begin of the hour @throws RangeError where the bytes are of another version or not whole */
export function unpackSeries(bytes: Uint8Array, begin: Nanoseconds): Series {
  const reader = new ByteReader(unseal(bytes));
  const series = readSeries(reader, begin);
  if (!reader.isAtEnd) throw notWhole();
  return series;
}
