import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import type { LambdaInvoker } from '../../shared/ports.ts';
import type { DataSource, DataSourceAnswer } from '../types.ts';
import { RoleNotAssumed, type Authorize } from './acting-as.ts';
import { authorizedCaller } from './dynamodb/authorized.ts';
import { batchDeleteItem, batchGetItem, batchPutItem } from './dynamodb/batches.ts';
import { failure, serviceFailure } from './dynamodb/failures.ts';
import { InvalidToken, NextTokens } from './dynamodb/next-token.ts';
import { FunctionFailed, type Operation, type Source } from './dynamodb/operation.ts';
import { query, scan } from './dynamodb/pages.ts';
import { getItem, writeItem } from './dynamodb/single-items.ts';
import { transactGetItems, transactWriteItems } from './dynamodb/transactions.ts';
import { sync } from './dynamodb/versioned/sync.ts';
import type { VersionedSource, Versioning } from './dynamodb/versioned/versioning.ts';
import { writeVersion } from './dynamodb/versioned/write.ts';
import { notAssumed, parseRequest, refusedRequest, RequestError } from './request-error.ts';

interface DynamoDbOptions {
  /** The DynamoDB JSON API. */
  call: JsonCaller;
  /** The table of the data source. */
  table: string;
  /** What the data source's role may do. */
  authorize: Authorize;
  /** Whom the handlers of failed conditions and of conflicts are invoked with. */
  lambda: LambdaInvoker;
  /** Set where the data source is versioned. */
  versioning?: Versioning;
  /** Secret from which page tokens are made. Without it they are good for this process only. */
  tokenKey?: Uint8Array;
}

const reads = {
  GetItem: getItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  TransactGetItems: transactGetItems,
} as const;
const plainOperations: Readonly<Record<string, Operation>> = {
  ...reads,
  PutItem: writeItem,
  UpdateItem: writeItem,
  DeleteItem: writeItem,
  BatchPutItem: batchPutItem,
  BatchDeleteItem: batchDeleteItem,
  TransactWriteItems: transactWriteItems,
};
const versionedOperations: Readonly<Record<string, Operation<VersionedSource>>> = {
  ...reads,
  PutItem: writeVersion,
  UpdateItem: writeVersion,
  DeleteItem: writeVersion,
  Sync: sync,
};
/** What requests of the first version may ask for; the other operations came with `2018-05-29`. */
const FIRST_VERSION = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'];
/** A call that no resolver makes. */
const DIRECT: Source['invocation'] = {
  step: '',
  field: { typeName: '', fieldName: '' },
  arguments: {},
  identity: null,
};
const requestSchema = v.looseObject({ operation: v.string(), version: v.optional(v.unknown()) });

/**
 * A DynamoDB data source ("JavaScript resolver function reference for DynamoDB"). Results hold plain values; errors have
 * types such as `DynamoDB:ConditionalCheckFailedException`, and a failed condition gives the current item beside it.
 */
export function dynamoDbDataSource(options: DynamoDbOptions): DataSource {
  const { call, table, authorize, lambda, versioning, tokenKey } = options;
  const tokens = new NextTokens(tokenKey);

  async function invokeFunction(functionArn: string, event: object): Promise<unknown> {
    authorize('lambda:InvokeFunction', functionArn);
    const { payload, error } = await lambda.invoke(functionArn, event);
    if (error) throw new FunctionFailed(error.errorMessage);
    return payload;
  }

  return {
    async invoke(request, invocation) {
      const source: Source = {
        call: authorizedCaller(call, authorize),
        table,
        tokens,
        invocation: invocation ?? DIRECT,
        invokeFunction,
      };
      try {
        const operation = readOperation(request);
        if (versioning) return await versionedOperation(operation)({ ...source, versioning }, request);
        return await plainOperation(operation)(source, request);
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

function readOperation(request: unknown): string {
  const { operation, version } = parseRequest(requestSchema, request);
  if (version === '2017-02-28' && !FIRST_VERSION.includes(operation)) throw unsupported(operation);
  return operation;
}

function plainOperation(name: string): Operation {
  if (name === 'Sync') throw new RequestError("Unsupported operation 'Sync': the data source is not versioned.");
  const known = Object.hasOwn(plainOperations, name) ? plainOperations[name] : undefined;
  if (!known) throw unsupported(name);
  return known;
}

function versionedOperation(name: string): Operation<VersionedSource> {
  const known = Object.hasOwn(versionedOperations, name) ? versionedOperations[name] : undefined;
  if (known) return known;
  // Word for word what AppSync says (aws-amplify/amplify-cli issue 9727).
  throw new RequestError(
    `Unsupported operation '${name}'. Datasource Versioning only supports the following operations (TransactGetItems,PutItem,BatchGetItem,Scan,Query,GetItem,DeleteItem,UpdateItem,Sync)`,
  );
}

const unsupported = (operation: string) => new RequestError(`Unsupported operation '${operation}'.`);

function answerTo(error: unknown): DataSourceAnswer {
  if (error instanceof RequestError) return refusedRequest(error);
  if (error instanceof RoleNotAssumed) return notAssumed(error);
  if (error instanceof AwsError) return serviceFailure(error);
  if (error instanceof FunctionFailed)
    return { result: null, error: { message: error.message, type: 'Lambda:Unhandled' } };
  if (error instanceof InvalidToken) {
    // Word for word what AppSync says (aws-amplify/amplify-cli issue 3411).
    const name = 'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException';
    return failure('UserIllegalArgumentException', `${name}: Invalid pagination token given.`);
  }
  throw error;
}
