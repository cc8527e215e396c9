import { util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { checkDataSource } from './errors.ts';
import type { DeviceRow } from './rows.ts';

/** What `query-readings` answers: what was asked for, or an error that the caller should see. */
type Answer = { data: unknown; error?: undefined } | { error: { type: string; message: string; data?: unknown } };

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

/** What the function answered. Ends with the error that it says; with an InternalError where it failed. */
export function readingsAnswer(ctx: Context): unknown {
  checkDataSource(ctx);
  const answer = ctx.result as Answer;
  if (answer.error) util.error(answer.error.message, answer.error.type, answer.error.data);
  return answer.data;
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
