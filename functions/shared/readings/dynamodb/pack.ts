import type { Nanoseconds } from '../../time.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readSeries, writeSeries } from './columns.ts';
import { seal, unseal } from './seal.ts';
import type { Series } from './series.ts';

/** A series in few bytes. It says nothing of the hour. */
export function packSeries(series: Series): Uint8Array {
  const writer = new ByteWriter();
  writeSeries(writer, series);
  return seal(writer.bytes());
}

/** What {@link packSeries} packed, exactly. @param begin of the hour @throws RangeError where the bytes are of another version or not whole */
export function unpackSeries(bytes: Uint8Array, begin: Nanoseconds): Series {
  return readSeries(new ByteReader(unseal(bytes)), begin);
}
