/** How many readings of each metric lie in a part of a period, [from, to), in ms. */
export interface Counted {
  from: number;
  to: number;
  counts: readonly number[];
}

/** Joins neighbouring parts as long as no metric has more than `most` readings in them. One that has more by itself stays alone. */
export function slicesOf(parts: readonly Counted[], most: number): Counted[] {
  const slices: Counted[] = [];
  for (const part of parts) {
    const last = slices.at(-1);
    const counts = part.counts.map((count, metric) => count + (last?.counts[metric] ?? 0));
    if (last && counts.every((count) => count <= most)) {
      slices[slices.length - 1] = { from: last.from, to: part.to, counts };
    } else {
      slices.push(part);
    }
  }
  return slices;
}
