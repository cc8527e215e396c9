/** The middle one of some figures; of an even number of them the upper of the two. NaN of none. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}

/** The figure that so much (0 to 1) of some figures are not above. NaN of none. */
export function quantile(figures: readonly number[], share: number): number {
  return [...figures].sort((a, b) => a - b)[Math.max(0, Math.ceil(figures.length * share) - 1)] ?? NaN;
}

/** `3 to 5`: the smallest and the largest of some figures. */
export function spread(figures: readonly number[], digits = 0): string {
  return `${Math.min(...figures).toFixed(digits)} to ${Math.max(...figures).toFixed(digits)}`;
}

/** `100,000`. */
export function count(figure: number): string {
  return Math.round(figure).toLocaleString('en');
}
