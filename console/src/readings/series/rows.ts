import type { Picture } from './picture.ts';
import { keyOf, timeOf, type TimeKey } from './time.ts';

/** What was measured at one time, or in one window. */
export interface Row {
  /** The time; of a window when it begins. */
  key: TimeKey;
  /** The same in ms since 1970. */
  at: number;
  /** When the window ends, in ms; null of a time. */
  end: number | null;
  /** By metric, of those that have any. */
  values: Map<string, number | null>;
}

/** What a picture shows as rows, the newest first. */
export function rowsOf({ metrics }: Picture): Row[] {
  const rows = new Map<string, Row>();
  for (const { metric, bins, points, values } of metrics) {
    const places = bins
      ? bins.map(({ begin, end }) => ({ key: keyOf(timeOf(begin)), at: begin, end }))
      : (points ?? []).map(({ key, at }) => ({ key, at, end: null }));
    places.forEach((place, index) => {
      const row = rows.get(place.key) ?? { ...place, values: new Map<string, number | null>() };
      row.values.set(metric, values[index] ?? null);
      rows.set(place.key, row);
    });
  }
  return [...rows.values()].sort((a, b) => (a.key < b.key ? 1 : -1));
}
