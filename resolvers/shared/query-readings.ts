import type { LambdaRequest } from '@aws-appsync/utils';
import type { DeviceRow } from './rows.ts';

interface Question {
  field: string;
  organizationId: string;
  /** Of the field. */
  [argument: string]: unknown;
}

/** A metric that a device names. */
export interface DeclaredMetric {
  deviceId: string;
  metric: string;
  unit: string | null;
}

/** Asks `query-readings`. What was left out is null in `question`: the function has the defaults of the schema. */
export function askReadings(question: Question): LambdaRequest {
  return { operation: 'Invoke', payload: question };
}

/**
 * The metrics that the devices name, with their units: the readings store knows none of it.
 * @param metrics only these; all of them when absent
 */
export function declaredMetrics(devices: DeviceRow[], metrics?: string[] | null): DeclaredMetric[] {
  return devices.flatMap((device) =>
    device.metrics
      .filter(({ name }) => !metrics || metrics.indexOf(name) >= 0)
      .map(({ name, unit }) => ({ deviceId: device.id, metric: name, unit: unit ?? null })),
  );
}
