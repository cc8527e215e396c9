import * as v from 'valibot';
import { SondeError } from '../shared/errors.ts';
import type { KnownDevice } from '../shared/ingestion/ports.ts';
import { ULID } from '../shared/names.ts';

const MAX_READINGS = 1000;

/** Readings of one device to be recorded, with the organization from the caller's token and the metrics from the device's row. */
export interface Recording {
  organizationId: string;
  deviceId: string;
  readings: readonly RecordedReading[];
  device: KnownDevice;
}

/** A reading as it was given: nothing of it is checked but its types. */
export interface RecordedReading {
  metric: string;
  /** ISO 8601. */
  time: string;
  value: number | null;
  text: string | null;
}

const readingsMessage = `\`readings\` has 1 to ${MAX_READINGS}`;
const Event = v.pipe(
  v.object({
    organizationId: v.pipe(v.string(), v.regex(ULID)),
    deviceId: v.pipe(v.string(), v.regex(ULID, '`deviceId` is not the id of a device')),
    readings: v.pipe(
      v.array(
        v.object({
          metric: v.string(),
          time: v.string(),
          value: v.nullish(v.number(), null),
          text: v.nullish(v.string(), null),
        }),
      ),
      v.minLength(1, readingsMessage),
      v.maxLength(MAX_READINGS, readingsMessage),
    ),
    metrics: v.array(v.object({ name: v.string(), unit: v.nullable(v.string()) })),
  }),
  v.transform(({ metrics, ...recording }): Recording => {
    return { ...recording, device: { metrics: new Map(metrics.map(({ name, unit }) => [name, unit])) } };
  }),
);

/** @throws SondeError `ValidationError` that says what is wrong with the input as a whole */
export function parseEvent(event: unknown): Recording {
  const parsed = v.safeParse(Event, event, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SondeError('ValidationError', issue.message, { cause: new v.ValiError(parsed.issues) });
}
