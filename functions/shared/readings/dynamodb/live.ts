import { at, type Series } from './series.ts';

/** A series without the readings that were deleted. */
export function withoutDeleted(series: Series): Series {
  const { values, texts } = series;
  const isLive = (index: number) => !Number.isNaN(at(values, index)) || (texts?.[index] ?? null) !== null;
  if (values.every((_, index) => isLive(index))) return series;
  const kept = (column: Float64Array) => column.filter((_, index) => isLive(index));
  return {
    begin: series.begin,
    offsets: kept(series.offsets),
    values: kept(values),
    texts: texts?.filter((_, index) => isLive(index)) ?? null,
    receivedAt: kept(series.receivedAt),
  };
}
