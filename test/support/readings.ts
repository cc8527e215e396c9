import type { ReceivedReading } from '../../functions/shared/readings/store.ts';
import { createWriter } from '../../functions/shared/readings/writer.ts';
import { readingsLocation } from '../../local/stack/readings-location.ts';
import { clientOf } from './exports.ts';
import type { Sonde } from './sonde.ts';

/** Stores readings as `ingest` does, any number, whatever they are kept in. Rejects where one is not stored. */
export async function storeReadings(sonde: Sonde, readings: readonly ReceivedReading[]): Promise<void> {
  const { endpoint, region, credentials } = clientOf(sonde);
  const aws = { endpoint, region, credentials };
  const writer = await createWriter(readingsLocation(sonde.services.lambda), { timeLimit: 50_000, aws });
  const { rejected, retryable } = await writer.write(readings);
  const [reason] = [...rejected.map((each) => each.reason), ...retryable.map(({ cause }) => cause.message)];
  if (reason !== undefined) throw new Error(`Not all readings were stored: ${reason}`);
}
