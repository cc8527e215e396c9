import type { DataSourceArtifact } from '../../build/artifacts.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import type { LambdaInvoker } from '../shared/ports.ts';
import { dynamoDbDataSource } from './data-sources/dynamodb.ts';
import { lambdaDataSource } from './data-sources/lambda.ts';
import { noneDataSource } from './data-sources/none.ts';
import { loadCode } from './runtime/index.ts';
import { appSyncService } from './service.ts';
import type { AppSync, AppSyncServiceOptions } from './service.ts';
import type { DataSource } from './types.ts';

export type { UserPool } from './auth/jwt.ts';
export type { ApiLimits } from './execution/scope.ts';
export type { RealtimeSettings } from './realtime/connection.ts';
export type { AppSync } from './service.ts';

export interface AppSyncOptions extends Omit<AppSyncServiceOptions, 'parts'> {
  /** Physical names by the logical ones of the artifact. */
  tableNames: Readonly<Record<string, string>>;
  functionNames: Readonly<Record<string, string>>;
  dynamodb: JsonCaller;
  lambda: LambdaInvoker;
  /** Secret of the page tokens. Without it they die with the process. */
  tokenKey?: Uint8Array;
}

/**
 * Serves the API of `dist/api.json` as AppSync does: GraphQL over HTTP and subscriptions over WebSocket.
 * @throws where AppSync would refuse the artifact, saying what is wrong with it
 */
export function createAppSync({
  tableNames,
  functionNames,
  dynamodb,
  lambda,
  tokenKey,
  ...service
}: AppSyncOptions): AppSync {
  const name = (names: Readonly<Record<string, string>>, logical: string): string => {
    const physical = names[logical];
    if (physical === undefined) throw new Error(`No physical name is given for ${logical}`);
    return physical;
  };

  function dataSource(definition: DataSourceArtifact): DataSource {
    switch (definition.type) {
      case 'AMAZON_DYNAMODB':
        return dynamoDbDataSource({
          call: dynamodb,
          table: name(tableNames, definition.table),
          tables: definition.tables.map((table) => name(tableNames, table)),
          ...(tokenKey ? { tokenKey } : {}),
        });
      case 'AWS_LAMBDA':
        return lambdaDataSource({ lambda, functionName: name(functionNames, definition.function) });
      case 'NONE':
        return noneDataSource();
    }
  }

  return appSyncService({ ...service, parts: { loadCode, dataSource, tableNames } });
}
