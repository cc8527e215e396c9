import type { WholeDeviceFragment } from '../api/generated/documents.ts';
import type { Latest } from '../devices/latest/latest-readings.ts';

/** What of a device its readings are shown with. */
export type MeasuringDevice = Pick<WholeDeviceFragment, 'id' | 'name' | 'metrics'>;

/** A metric that a device names or has readings of. */
export interface MetricInfo {
  name: string;
  /** What people call it; its name where it has nothing better. */
  label: string;
  unit: string | null;
  /** Whether its newest reading is a text: there is no line to draw of texts. */
  isText: boolean;
}

/** The metrics of a device: those that it names, in its order, then the others that it has sent. */
export function metricsOf({ metrics }: MeasuringDevice, { readings }: Latest): MetricInfo[] {
  const named = new Set(metrics.map(({ name }) => name));
  const others = [...readings.keys()].flatMap((name) => (named.has(name) ? [] : { name, label: null, unit: null }));
  return [...metrics, ...others].map(({ name, label, unit }) => {
    const { value, text } = readings.get(name) ?? { value: null, text: null };
    return { name, label: label ?? name, unit, isText: value === null && text !== null };
  });
}
