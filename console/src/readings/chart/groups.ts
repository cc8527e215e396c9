import type { MetricInfo } from '../metric-info.ts';

/** The metrics that are drawn on one chart. */
export interface Group {
  unit: string | null;
  metrics: MetricInfo[];
  /** How many lines the charts before it have. */
  firstColor: number;
}

/** One chart a unit, in the order of the metrics. */
export function groupsOf(metrics: readonly MetricInfo[]): Group[] {
  const byUnit = new Map<string | null, MetricInfo[]>();
  for (const metric of metrics) byUnit.set(metric.unit, [...(byUnit.get(metric.unit) ?? []), metric]);
  let firstColor = 0;
  return [...byUnit].map(([unit, ofUnit]) => {
    const group = { unit, metrics: ofUnit, firstColor };
    firstColor += ofUnit.length;
    return group;
  });
}
