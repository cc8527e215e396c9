import { AwsError } from '../../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../../types.ts';
import { parseRequest, RequestError } from '../../request-error.ts';
import { toPlainItem, type WireItem } from '../attribute-values.ts';
import { afterFailedCondition, currentItem } from '../failed-conditions.ts';
import type { Operation } from '../operation.ts';
import { itemOf, writeSchema, type Write } from '../writes.ts';
import { resolveConflict } from './conflicts.ts';
import { deltaRecord } from './delta-record.ts';
import { store } from './store.ts';
import { namesOf } from './update-expression.ts';
import { METADATA, versionOf, type VersionedSource } from './versioning.ts';

/** How often a write is made anew because another was faster. */
const MAX_ATTEMPTS = 10;

/**
 * A PutItem, UpdateItem or DeleteItem of a versioned data source: stamps the item with its next version, leaves a deleted one behind as a tombstone, and
 * records the change. Where conflicts are detected, a write that does not name the version that is there is left to the handler of conflicts.
 * Source: Versioning DynamoDB data sources in AWS AppSync; Conflict detection and resolution.
 */
export const writeVersion: Operation<VersionedSource> = async (source, request) => {
  const write = parseRequest(writeSchema, request);
  // Word for word what AppSync says (aws-amplify/amplify-js issues 7438 and 5433).
  if (write.operation === 'UpdateItem' && typeof write._version !== 'number')
    throw new RequestError('UpdateItem on versioned data source requires the _version to be provided.');
  const metadata = writtenNames(write).find((name) => METADATA.includes(name));
  if (metadata !== undefined) return failed('BadRequest', `Updating ${metadata} field can not be set from the client.`);
  return send(source, write, request);
};

async function send(source: VersionedSource, write: Write, request: unknown): Promise<DataSourceAnswer> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const current = await currentItem(source, write.key);
    if (!current && write.operation === 'DeleteItem') return { result: null };
    const resolution = isInConflict(source, write, current) ? await resolveConflict(source, write, current) : { write };
    if ('answer' in resolution) return resolution.answer;
    const now = source.versioning.clock();
    try {
      const item = await store(source, resolution.write, current, now);
      return await recorded(source, resolution.write, item, now);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
      const isOutrun = versionOf(await currentItem(source, write.key)) !== versionOf(current);
      if (isOutrun) continue;
      return afterFailedCondition(source, { write, request, retry: (other) => send(source, other, request) }, error);
    }
  }
  return failed('MaxConflicts', 'Max retry attempts were reached for conflict resolution.');
}

function isInConflict(
  { invocation }: VersionedSource,
  write: Write,
  current: WireItem | undefined,
): current is WireItem {
  if (!current || invocation.syncConfig?.conflictDetection !== 'VERSION') return false;
  return write._version !== versionOf(current);
}

async function recorded(source: VersionedSource, write: Write, item: WireItem, now: number): Promise<DataSourceAnswer> {
  const { call, table, versioning } = source;
  const result = toPlainItem(item);
  try {
    const Item = deltaRecord(table, versioning, write, item, now);
    await call('PutItem', { TableName: versioning.deltaTable, Item });
    return { result };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { result, error: { type: 'DeltaSyncWriteError', message: 'Failed to write delta sync record.' } };
  }
}

function writtenNames(write: Write): string[] {
  if (write.operation === 'PutItem') return Object.keys(itemOf(write));
  return write.operation === 'UpdateItem' ? namesOf(write.update) : [];
}

function failed(type: string, message: string): DataSourceAnswer {
  return { result: null, error: { type, message } };
}
