import type { DataPoint } from '../shared/readings/store.ts';

/**
 * At most `most` of the points, chosen so that a line through them looks as one through all: Largest Triangle Three Buckets, whose buckets besides keep
 * the smallest and the largest of all. All of them where they are no more. Source: Sveinn Steinarsson, "Downsampling Time Series for Visual
 * Representation" (University of Iceland, 2013), section 4.2.
 * @param points of a series, in order of time
 * @param most at least 4: the first, the last, the smallest and the largest
 */
export function largestTriangles(points: readonly DataPoint[], most: number): DataPoint[] {
  if (most < 4) throw new RangeError(`${most} points cannot be the first, the last, the smallest and the largest`);
  if (points.length <= most) return [...points];
  const chosen = choose(points, most - 2);
  // One bucket may have both the smallest and the largest.
  return chosen.length <= most ? chosen : choose(points, most - 3);
}

/** The first, the last, and those of each of so many buckets of what is between. */
function choose(points: readonly DataPoint[], buckets: number): DataPoint[] {
  const plane = points.map(inPlane(points[0]));
  const lows = plane.map(({ y }) => y);
  const kept = [indexOfMost(lows, (one, other) => one < other), indexOfMost(lows, (one, other) => one > other)];
  const last = points.length - 1;
  // Between the first and the last there are more points than buckets, so that none is empty.
  const bounds = Array.from({ length: buckets + 1 }, (_, index) => 1 + Math.floor((index * (last - 1)) / buckets));
  const chosen = [0];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = bounds[bucket] ?? last;
    const end = bounds[bucket + 1] ?? last;
    const extremes = kept.filter((index) => index >= start && index < end).sort((one, other) => one - other);
    if (extremes.length > 0) {
      chosen.push(...new Set(extremes));
      continue;
    }
    const before = plane[chosen.at(-1) ?? 0] ?? ORIGIN;
    const after = meanOf(plane.slice(end, bounds[bucket + 2] ?? last + 1));
    const areas = plane.slice(start, end).map((point) => triangle(before, point, after));
    chosen.push(start + indexOfMost(areas, (one, other) => one > other));
  }
  return [...chosen, last].flatMap((index) => points[index] ?? []);
}

interface PlanePoint {
  /** Nanoseconds after the first point. */
  x: number;
  y: number;
}

const ORIGIN: PlanePoint = { x: 0, y: 0 };

function inPlane(first: DataPoint | undefined): (point: DataPoint) => PlanePoint {
  const begin = first?.time ?? 0n;
  return ({ time, value }) => ({ x: Number(time - begin), y: value });
}

function meanOf(points: readonly PlanePoint[]): PlanePoint {
  const sum = points.reduce(({ x, y }, point) => ({ x: x + point.x, y: y + point.y }), ORIGIN);
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Twice the area of a triangle. */
function triangle(a: PlanePoint, b: PlanePoint, c: PlanePoint): number {
  return Math.abs((a.x - c.x) * (b.y - a.y) - (a.x - b.x) * (c.y - a.y));
}

/** The index of the first value that none is more than; 0 where they are no numbers. */
function indexOfMost(values: readonly number[], isMore: (one: number, other: number) => boolean): number {
  let most = 0;
  for (const [index, value] of values.entries()) if (isMore(value, values[most] ?? value)) most = index;
  return most;
}
