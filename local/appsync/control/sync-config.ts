import * as v from 'valibot';
import { syncConfig, type SyncConfig } from '../sync-config.ts';
import type { Control } from './control.ts';
import { requireDataSource } from './data-sources.ts';
import { badRequest, parseInput } from './refusals.ts';

const input = v.object({ syncConfig: v.optional(syncConfig) });

/**
 * How a resolver or function treats conflicts, where it says so. Throws where its data source cannot detect them.
 * Source: SyncConfig, AWS AppSync API Reference; Versioning DynamoDB data sources in AWS AppSync.
 */
export function readSyncConfig(
  control: Control,
  apiId: string,
  dataSourceName: string,
  given: unknown,
): { syncConfig?: SyncConfig } {
  const { syncConfig: wanted } = parseInput(input, given);
  if (wanted?.conflictDetection !== 'VERSION') return wanted ? { syncConfig: wanted } : {};
  const source = requireDataSource(control, apiId, dataSourceName);
  if (source.type !== 'AMAZON_DYNAMODB' || source.dynamodbConfig.versioned !== true)
    throw badRequest(`Conflict detection requires a versioned data source; ${dataSourceName} is none.`);
  if (wanted.conflictHandler === 'NONE') throw badRequest('Conflict detection requires a conflictHandler.');
  const { lambdaConflictHandlerArn: handler } = wanted.lambdaConflictHandlerConfig ?? {};
  if (wanted.conflictHandler === 'LAMBDA' && handler === undefined)
    throw badRequest('The conflict handler LAMBDA requires a lambdaConflictHandlerArn.');
  return { syncConfig: wanted };
}

/** Throws where a pipeline is told how to treat conflicts. */
export function refuseSyncConfig(given: unknown): void {
  if (parseInput(input, given).syncConfig?.conflictDetection === 'VERSION')
    throw badRequest('A PIPELINE resolver has no syncConfig of its own: its functions have.');
}
