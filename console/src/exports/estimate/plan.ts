/** When the first and the last reading of a metric of a device were measured. */
export interface Reach {
  metric: string;
  first: string;
  last: string;
}

/** What of a device lies in a period. */
export interface Wanted {
  deviceId: string;
  metrics: readonly Part[];
}

/** The part of a period that readings of a metric reach, [from, to), in ms. */
export interface Part {
  metric: string;
  from: number;
  to: number;
}

/** A question for counts. */
export interface CountQuestion {
  deviceIds: string[];
  metrics: string[];
  from: string;
  to: string;
}

/** As few windows as the API knows: it answers 10,000 of all series together. */
export const COUNT_WINDOW = 'P366D';
const WINDOW_MS = 366 * 86_400_000;
const MOST_WINDOWS = 10_000;
/** What the API takes in one question. */
const MOST_NAMES = 50;

/** Which metrics have readings from the beginning to the end of a period, as far as can be seen by their first and last. @param metrics null for all */
export function partsOf(
  reaches: readonly Reach[],
  { from, to, metrics }: { from: number; to: number; metrics: readonly string[] | null },
): Part[] {
  return reaches
    .filter(({ metric }) => metrics === null || metrics.includes(metric))
    .map(({ metric, first, last }) => ({
      metric,
      from: Math.max(from, Date.parse(first)),
      to: Math.min(to, Date.parse(last) + 1),
    }))
    .filter((part) => part.from < part.to);
}

/** The fewest questions that count all of it: devices with the same metrics are asked about together. */
export function questionsOf(wanted: readonly Wanted[]): CountQuestion[] {
  const groups = new Map<string, Wanted[]>();
  for (const each of wanted.filter(({ metrics }) => metrics.length > 0)) {
    const key = JSON.stringify(each.metrics.map(({ metric }) => metric).sort());
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap(questionsOfGroup);
}

function questionsOfGroup(group: readonly Wanted[]): CountQuestion[] {
  const parts = group.flatMap(({ metrics }) => metrics);
  const from = Math.min(...parts.map((part) => part.from));
  const to = Math.max(...parts.map((part) => part.to));
  const windows = Math.ceil((to - from) / WINDOW_MS) + 1;
  const names = [...new Set(parts.map(({ metric }) => metric))];
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return chunks(names, MOST_NAMES).flatMap((metrics) => {
    const most = Math.min(MOST_NAMES, Math.max(1, Math.floor(MOST_WINDOWS / (windows * metrics.length))));
    return chunks(group, most).map((some) => ({ deviceIds: some.map(({ deviceId }) => deviceId), metrics, ...period }));
  });
}

function chunks<Item>(items: readonly Item[], most: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}
