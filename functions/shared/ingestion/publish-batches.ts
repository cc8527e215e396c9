import { formatTime } from '../time.ts';
import type { MeasuredReading } from './ports.ts';

/** `PublishReadingsInput` of the schema. */
export interface PublishReadingsInput {
  organizationId: string;
  deviceIds: string[];
  readings: ReadingInput[];
}

interface ReadingInput {
  deviceId: string;
  metric: string;
  time: string;
  value: number | null;
  text: string | null;
  unit: string | null;
  declared: boolean;
}

/** A subscription's message may have 240 KB; what is around the readings takes its part. Source: AWS General Reference, "AWS AppSync endpoints and quotas". */
const MAX_BYTES = 200_000;

/** The inputs that publish the readings of one organization, in their order, each below 200 KB as a subscriber gets it. */
export function publishBatches(organizationId: string, readings: readonly MeasuredReading[]): PublishReadingsInput[] {
  const batches: PublishReadingsInput[] = [];
  let bytes = MAX_BYTES;
  for (const { deviceId, metric, time, value, text, unit, declared } of readings) {
    const input: ReadingInput = { deviceId, metric, time: formatTime(time), value, text, unit, declared };
    // Counted as if each were of another device: its id is then listed once more.
    const size = Buffer.byteLength(JSON.stringify(input)) + 1 + deviceId.length + 3;
    let batch = batches.at(-1);
    if (!batch || bytes + size > MAX_BYTES) {
      batch = { organizationId, deviceIds: [], readings: [] };
      batches.push(batch);
      bytes = 0;
    }
    batch.readings.push(input);
    bytes += size;
  }
  for (const batch of batches) batch.deviceIds = [...new Set(batch.readings.map(({ deviceId }) => deviceId))];
  return batches;
}
