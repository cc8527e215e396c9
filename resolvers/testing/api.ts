import { resolve } from 'node:path';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { buildApi } from '../../build/api.ts';
import { replaceTablePlaceholders, type DataSourceArtifact } from '../../build/artifacts.ts';
import { executableApi } from '../../local/appsync/api/executable.ts';
import { actingAs } from '../../local/appsync/data-sources/acting-as.ts';
import { dynamoDbDataSource } from '../../local/appsync/data-sources/dynamodb.ts';
import { lambdaDataSource } from '../../local/appsync/data-sources/lambda.ts';
import { noneDataSource } from '../../local/appsync/data-sources/none.ts';
import { answer, loadedApi, type MutationListener } from '../../local/appsync/execution/engine.ts';
import { defaultLimits } from '../../local/appsync/execution/scope.ts';
import { loadCode } from '../../local/appsync/runtime/index.ts';
import { nodeHost } from '../../local/appsync/runtime/host.ts';
import { role } from '../../local/appsync/testing/callers.ts';
import type { CognitoIdentity, DataSource } from '../../local/appsync/types.ts';
import { createDynamoDb } from '../../local/dynamodb/index.ts';
import { localArn } from '../../local/shared/arns.ts';
import { silentLog } from '../../local/shared/log.ts';
import type { LambdaInvoker, Roles } from '../../local/shared/ports.ts';
import type { JsonCaller } from '../../local/shared/json-service.ts';
import type { Service } from '../../local/shared/service.ts';
import { temporaryDirectory } from '../../local/shared/testing/temporary-directory.ts';
import { physicalName } from '../../local/stack/names.ts';
import { ensureTables } from '../../local/stack/resources/tables.ts';
import { tables } from '../tables.ts';

/** The whole API on tables of its own, without HTTP; functions are what the test makes of them. */
export interface TestApi {
  /** Answers what a person gets, through JSON, as they see it. */
  ask<Data, Variables extends object>(
    caller: CognitoIdentity,
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<{ data: Data | null; errors: string[] }>;
  /** Asks as a function that may call `graphqlFields`. */
  askAsFunction(graphqlFields: readonly string[], query: string, variables: object): Promise<unknown>;
  dynamodb: JsonCaller;
  /** The tables' service, to be served to real clients. */
  service: Pick<Service, 'handle'>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  lambda: LambdaInvoker;
  /** Milliseconds since 1970. */
  clock: () => number;
  listener: MutationListener;
}

let built: ReturnType<typeof buildApi> | undefined;

export async function startApi({ lambda, clock, listener }: TestApiOptions): Promise<TestApi> {
  const artifact = await (built ??= buildApi(resolve(import.meta.dirname, '../..')));
  const { directory, remove } = await temporaryDirectory();
  const dynamodb = await createDynamoDb({ directory, log: silentLog });
  await ensureTables(dynamodb.call, tables);
  const tableNames = Object.fromEntries(Object.keys(tables).map((table) => [table, physicalName(table)]));

  const dataSource = (definition: DataSourceArtifact): DataSource => {
    switch (definition.type) {
      case 'AMAZON_DYNAMODB': {
        const authorize = actingAs(roleOf(definition), ROLE);
        return dynamoDbDataSource({ call: dynamodb.call, table: physicalName(definition.table), authorize, lambda });
      }
      case 'AWS_LAMBDA':
        return lambdaDataSource({ lambda, functionArn: definition.function, authorize: () => undefined });
      case 'NONE':
        return noneDataSource();
    }
  };
  const host = { ...nodeHost, clock, log: silentLog };
  const parts = {
    loadCode: (code: string, fileName: string) => loadCode(replaceTablePlaceholders(code, tableNames), fileName, host),
    dataSource,
  };
  const api = loadedApi(executableApi(artifact, parts), defaultLimits);
  const environment = { log: silentLog, listener };

  return {
    async ask<Data, Variables extends object>(
      identity: CognitoIdentity,
      document: TypedDocumentNode<Data, Variables>,
      variables: Variables,
    ) {
      const caller = { mode: 'AMAZON_COGNITO_USER_POOLS' as const, identity };
      const query = print(document);
      const { data, errors = [] } = await answer(
        api,
        { query, variables: { ...(variables as object) } },
        { caller, headers: {} },
        environment,
      );
      return {
        data: JSON.parse(JSON.stringify(data ?? null)) as Data | null,
        errors: errors.map((error) => `${error.errorType ?? ''}: ${error.message}`),
      };
    },
    async askAsFunction(graphqlFields, query, variables) {
      const caller = role(...graphqlFields);
      const result = await answer(api, { query, variables: { ...variables } }, { caller, headers: {} }, environment);
      return JSON.parse(JSON.stringify(result)) as unknown;
    },
    dynamodb: dynamodb.call,
    service: dynamodb,
    async close() {
      await dynamodb.close();
      await remove();
    },
  };
}

const ROLE = 'arn:aws:iam::000000000000:role/data-source';

/** A role with the rights that Terraform gives a data source: on each table that the artifact names, the actions that it names there. */
function roleOf({ rights }: Extract<DataSourceArtifact, { type: 'AMAZON_DYNAMODB' }>): Roles {
  const granted = new Map(
    Object.entries(rights).map(([table, actions]) => [localArn('dynamodb', `table/${physicalName(table)}`), actions]),
  );
  const allows = (action: string, resource: string) => granted.get(resource)?.includes(action) ?? false;
  return { find: (arn) => ({ arn, trusts: () => true, allows }) };
}
