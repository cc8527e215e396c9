import { keyOf, millisecondsOf, type TimeKey } from './time.ts';

/** A reading as the API answers it, of a metric that is known. */
export interface Measured {
  time: string;
  value: number | null;
  text: string | null;
}

/** One reading of a series. */
export interface Point {
  key: TimeKey;
  /** Milliseconds since 1970, with a fraction. */
  at: number;
  value: number | null;
  text: string | null;
  /** When it was learned, by any clock that counts up. */
  learned: number;
}

/** @param learned when it was learned: of history when it was asked, of a live reading when it came */
export function pointOf({ time, value, text }: Measured, learned: number): Point {
  const key = keyOf(time);
  return { key, at: millisecondsOf(key), value, text, learned };
}

/**
 * The readings of one metric of one device, in order, each instant once. Of two for the same instant the one that was learned later counts: what
 * history answers does not undo what came live after it was asked.
 */
export class ReadingSeries {
  #points: Point[] = [];

  get points(): readonly Point[] {
    return this.#points;
  }

  get size(): number {
    return this.#points.length;
  }

  /** Puts readings in, in any order. @returns whether that changed anything */
  merge(points: readonly Point[]): boolean {
    const added = sorted(points);
    const [first] = added;
    if (!first) return false;
    const kept = this.#points.splice(this.#indexOf(first.key));
    let changed = false;
    let next = 0;
    for (const point of added) {
      while (next < kept.length && before(kept[next], point)) this.#push(kept[next++]);
      const same = kept[next];
      if (same?.key !== point.key) {
        this.#push(point);
        changed = true;
        continue;
      }
      next += 1;
      const later = point.learned >= same.learned ? point : same;
      changed ||= later.value !== same.value || later.text !== same.text;
      this.#push(later);
    }
    for (; next < kept.length; next++) this.#push(kept[next]);
    return changed;
  }

  /** Forgets what is before an instant. */
  dropBefore(key: TimeKey): void {
    this.#points.splice(0, this.#indexOf(key));
  }

  #push(point: Point | undefined): void {
    if (point) this.#points.push(point);
  }

  /** Where the first reading is that is not before an instant. */
  #indexOf(key: TimeKey): number {
    let [low, high] = [0, this.#points.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#points[middle]?.key ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function before(point: Point | undefined, other: Point): boolean {
  return point !== undefined && point.key < other.key;
}

/** In order, each instant once: the one learned last, of those the last. */
function sorted(points: readonly Point[]): Point[] {
  const byKey = new Map<TimeKey, Point>();
  for (const point of points) {
    const other = byKey.get(point.key);
    if (!other || point.learned >= other.learned) byKey.set(point.key, point);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
