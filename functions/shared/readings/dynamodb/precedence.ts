import { at, type Series } from './series.ts';

/**
 * Whether, of two readings of the same time, the one at `index` counts and not the other: it was received later. Of those received in the same
 * millisecond a deletion counts, else the larger number, else the larger text, whatever the order in which they came.
 */
export function counts(series: Series, index: number, other: Series, otherIndex: number): boolean {
  const received = at(series.receivedAt, index) - at(other.receivedAt, otherIndex);
  if (received !== 0) return received > 0;
  const [value, otherValue] = [at(series.values, index), at(other.values, otherIndex)];
  const [text, otherText] = [series.texts?.[index] ?? null, other.texts?.[otherIndex] ?? null];
  const isDeleted = Number.isNaN(value) && text === null;
  const isOtherDeleted = Number.isNaN(otherValue) && otherText === null;
  if (isDeleted || isOtherDeleted) return isDeleted && !isOtherDeleted;
  if (!Object.is(value, otherValue)) return isLarger(value, otherValue);
  return text !== null && (otherText === null || text > otherText);
}

/** Numbers before none, and 0 before -0, so that no two are alike that are not the same. */
function isLarger(value: number, other: number): boolean {
  if (Number.isNaN(other)) return true;
  if (value === other) return Object.is(other, -0);
  return value > other;
}
