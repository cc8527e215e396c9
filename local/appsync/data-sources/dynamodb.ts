import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import type { DataSource, DataSourceAnswer } from '../types.ts';
import { RoleNotAssumed, type Authorize } from './acting-as.ts';
import { authorizedCaller } from './dynamodb/authorized.ts';
import { batchDeleteItem, batchGetItem, batchPutItem } from './dynamodb/batches.ts';
import { failure, serviceFailure } from './dynamodb/failures.ts';
import { InvalidToken, NextTokens } from './dynamodb/next-token.ts';
import type { Operation, Source } from './dynamodb/operation.ts';
import { query, scan } from './dynamodb/pages.ts';
import { deleteItem, getItem, putItem, updateItem } from './dynamodb/single-items.ts';
import { transactGetItems, transactWriteItems } from './dynamodb/transactions.ts';
import { notAssumed, notSupported, parseRequest, refusedRequest, RequestError } from './request-error.ts';

interface DynamoDbOptions {
  /** The DynamoDB JSON API. */
  call: JsonCaller;
  /** The table of the data source. */
  table: string;
  /** What the data source's role may do. */
  authorize: Authorize;
  /** Secret from which page tokens are made. Without it they are good for this process only. */
  tokenKey?: Uint8Array;
}

const operations: Readonly<Record<string, Operation>> = {
  GetItem: getItem,
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  BatchPutItem: batchPutItem,
  BatchDeleteItem: batchDeleteItem,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
};
const operationSchema = v.looseObject({ operation: v.string() });

/**
 * A DynamoDB data source ("JavaScript resolver function reference for DynamoDB"). Results hold plain values; errors have
 * types such as `DynamoDB:ConditionalCheckFailedException`, and a failed condition gives the current item beside it.
 */
export function dynamoDbDataSource({ call, table, authorize, tokenKey }: DynamoDbOptions): DataSource {
  const source: Source = { call: authorizedCaller(call, authorize), table, tokens: new NextTokens(tokenKey) };
  return {
    async invoke(request) {
      try {
        return await operationOf(request)(source, request);
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

function operationOf(request: unknown): Operation {
  const { operation } = parseRequest(operationSchema, request);
  if (operation === 'Sync') throw notSupported('Sync');
  const known = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!known) throw new RequestError(`Unsupported operation '${operation}'.`);
  return known;
}

function answerTo(error: unknown): DataSourceAnswer {
  if (error instanceof RequestError) return refusedRequest(error);
  if (error instanceof RoleNotAssumed) return notAssumed(error);
  if (error instanceof AwsError) return serviceFailure(error);
  if (error instanceof InvalidToken) {
    // Word for word what AppSync says (aws-amplify/amplify-cli issue 3411).
    const name = 'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException';
    return failure('UserIllegalArgumentException', `${name}: Invalid pagination token given.`);
  }
  throw error;
}
