import * as v from 'valibot';
import { AwsError } from '../../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../../types.ts';
import { toPlainItem, toWireItem, type WireItem } from '../attribute-values.ts';
import { FunctionFailed, resolverInfo } from '../operation.ts';
import { itemOf, type Write } from '../writes.ts';
import { automerge } from './automerge.ts';
import { readChanges, withChanges } from './update-expression.ts';
import { METADATA, type VersionedSource } from './versioning.ts';

/** What to write instead, or to answer without writing. */
type Resolution = { write: Write } | { answer: DataSourceAnswer };

const anyObject = v.record(v.string(), v.unknown());
const reject = v.object({ action: v.literal('REJECT') });
const decisions = {
  PutItem: v.variant('action', [reject, v.object({ action: v.literal('RESOLVE'), item: anyObject })]),
  UpdateItem: v.variant('action', [reject, v.object({ action: v.literal('RESOLVE'), item: anyObject })]),
  DeleteItem: v.variant('action', [reject, v.object({ action: v.literal('REMOVE') })]),
};

/** What the handler of conflicts makes of a write that did not know the current item. Source: Conflict detection and resolution. */
export async function resolveConflict(source: VersionedSource, write: Write, current: WireItem): Promise<Resolution> {
  const handler = source.invocation.syncConfig?.conflictHandler;
  if (handler === 'LAMBDA') return askFunction(source, write, current);
  if (handler !== 'AUTOMERGE' || write.operation === 'DeleteItem') return rejected(current);
  return { write: putOf(write, merged(write, current)) };
}

function merged(write: Exclude<Write, { operation: 'DeleteItem' }>, current: WireItem): WireItem {
  const incoming =
    write.operation === 'PutItem'
      ? itemOf(write)
      : withChanges({}, { ...readChanges(write.update, 'Automerge'), removals: [] });
  return automerge(current, incoming);
}

async function askFunction(source: VersionedSource, write: Write, current: WireItem): Promise<Resolution> {
  const { arguments: given, identity, syncConfig } = source.invocation;
  const functionArn = syncConfig?.lambdaConflictHandlerConfig?.lambdaConflictHandlerArn ?? '';
  const newItem = preview(write, current);
  const event = {
    newItem: newItem && toPlainItem(newItem),
    existingItem: toPlainItem(current),
    arguments: given,
    resolver: resolverInfo(source),
    identity,
  };
  try {
    const decision = v.safeParse(decisions[write.operation], await source.invokeFunction(functionArn, event));
    if (!decision.success) return conflictError(current, 'The conflict handler gave a malformed answer.');
    if (decision.output.action === 'REJECT') return rejected(current);
    if (decision.output.action === 'REMOVE') return { write };
    return { write: putOf(write, toWireItem(decision.output.item)) };
  } catch (error) {
    if (error instanceof AwsError || error instanceof FunctionFailed) return conflictError(current, error.message);
    throw error;
  }
}

/** The item as it would be without the conflict; none where it was to be deleted. */
function preview(write: Write, current: WireItem): WireItem | null {
  if (write.operation === 'DeleteItem') return null;
  if (write.operation === 'PutItem') return itemOf(write);
  return withChanges(current, readChanges(write.update, 'a conflict handler in Lambda'));
}

/** The same request with another item; what AppSync sets itself, it ignores. */
function putOf({ key, condition, customPartitionKey, populateIndexFields }: Write, item: WireItem): Write {
  const attributeValues = Object.fromEntries(Object.entries(item).filter(([name]) => !METADATA.includes(name)));
  return { operation: 'PutItem', key, attributeValues, condition, customPartitionKey, populateIndexFields };
}

function rejected(current: WireItem): Resolution {
  const error = { type: 'ConflictUnhandled', message: 'Conflict resolver rejects mutation.' };
  return { answer: { result: toPlainItem(current), error } };
}

function conflictError(current: WireItem, message: string): Resolution {
  return { answer: { result: toPlainItem(current), error: { type: 'ConflictError', message } } };
}
