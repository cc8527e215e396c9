import { AwsError } from '../shared/aws-error.ts';
import { parseInput } from './errors.ts';
import { batchInput } from './schema.ts';

interface BatchEntry {
  Id: string;
  readonly [member: string]: unknown;
}

interface BatchAnswer {
  Successful: ({ Id: string } & Record<string, unknown>)[];
  Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/** A batch's entries after the checks that concern the batch as a whole. */
export function parseBatch(input: unknown): { queueUrl: string; entries: readonly BatchEntry[] } {
  const { QueueUrl, Entries } = parseInput(batchInput, input);
  if (Entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (Entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${Entries.length}.`,
    );
  }
  const ids = new Set<string>();
  for (const { Id } of Entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      throw new AwsError('InvalidBatchEntryId', `A batch entry id has up to 80 letters, digits, - and _: ${Id}`);
    }
    if (ids.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    ids.add(Id);
  }
  return { queueUrl: QueueUrl, entries: Entries };
}

/** Runs every entry; one that is refused fails alone. */
export async function eachEntry(
  entries: readonly BatchEntry[],
  run: (entry: BatchEntry) => Promise<Record<string, unknown>>,
): Promise<BatchAnswer> {
  const answer: BatchAnswer = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      answer.Successful.push({ Id: entry.Id, ...(await run(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer.Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return answer;
}
