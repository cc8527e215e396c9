import type { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { RejectedRecordsException, ValidationException, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import { chunks, groupBy } from '../../collections.ts';
import { mapConcurrently } from '../../concurrency.ts';
import { asError } from '../../logger.ts';
import type { ReadingWriter, ReceivedReading, WriteResult } from '../store.ts';
import { writeRequest } from './records.ts';
import type { TableName } from './literals.ts';

export interface WriteOptions {
  /** Retries what was throttled, refused by a broken server or cut off; `clientOptions` says how often. */
  client: TimestreamWriteClient;
  name: TableName;
  /** How long one `write` may take in all, in ms. */
  timeLimit: number;
}

interface Indexed {
  index: number;
  reading: ReceivedReading;
}

/** The most records that one request may carry. Source: Timestream Developer Guide, "Quotas". */
const RECORDS_A_REQUEST = 100;
const REQUESTS_AT_A_TIME = 8;

/** Writes to a Timestream table. */
export function timestreamWriter(options: WriteOptions): ReadingWriter {
  return {
    async write(readings) {
      const deadline = AbortSignal.timeout(options.timeLimit);
      const batches = chunks(byDevice(readings), RECORDS_A_REQUEST);
      const results = await mapConcurrently(batches, REQUESTS_AT_A_TIME, (batch) =>
        writeBatch(batch, deadline, options),
      );
      return {
        rejected: results.flatMap(({ rejected }) => rejected),
        retryable: results.flatMap(({ retryable }) => retryable),
      };
    },
  };
}

/** Neighbours of one device, so that a request says its dimensions once. */
function byDevice(readings: readonly ReceivedReading[]): Indexed[] {
  const groups = groupBy(
    readings.map((reading, index) => ({ index, reading })),
    ({ reading }) => `${reading.organizationId}/${reading.deviceId}`,
  );
  return [...groups.values()].flat();
}

async function writeBatch(
  batch: readonly Indexed[],
  deadline: AbortSignal,
  options: WriteOptions,
): Promise<WriteResult> {
  const request = writeRequest(
    options.name,
    batch.map(({ reading }) => reading),
  );
  try {
    await options.client.send(new WriteRecordsCommand(request), { abortSignal: deadline });
    return { rejected: [], retryable: [] };
  } catch (error) {
    if (error instanceof RejectedRecordsException) return { rejected: rejectedOf(error, batch), retryable: [] };
    if (error instanceof ValidationException) return writeApart(batch, error, deadline, options);
    return { rejected: [], retryable: batch.map(({ index }) => ({ index, cause: asError(error) })) };
  }
}

/**
 * Which readings were rejected; the others of the request are stored. One that is rejected for its version is stored already, by an
 * earlier delivery or in a newer version. Source: Timestream Developer Guide, "RejectedRecord".
 */
function rejectedOf(
  { RejectedRecords = [] }: RejectedRecordsException,
  batch: readonly Indexed[],
): WriteResult['rejected'] {
  return RejectedRecords.flatMap(({ RecordIndex, Reason, ExistingVersion }) => {
    const record = RecordIndex === undefined ? undefined : batch[RecordIndex];
    if (!record || ExistingVersion !== undefined) return [];
    return [{ index: record.index, reason: Reason ?? 'The readings store rejected it without a reason' }];
  });
}

/** A request that is refused as a whole for one of its records is halved until that record is alone: the others are valid. */
async function writeApart(
  batch: readonly Indexed[],
  refusal: ValidationException,
  deadline: AbortSignal,
  options: WriteOptions,
): Promise<WriteResult> {
  const [first] = batch;
  if (first && batch.length === 1)
    return { rejected: [{ index: first.index, reason: refusal.message }], retryable: [] };
  const halves = chunks(batch, Math.ceil(batch.length / 2));
  const results = await mapConcurrently(halves, 1, (half) => writeBatch(half, deadline, options));
  return {
    rejected: results.flatMap(({ rejected }) => rejected),
    retryable: results.flatMap(({ retryable }) => retryable),
  };
}
