import * as v from 'valibot';
import type { JsonCaller } from '../../../shared/json-service.ts';
import { LOCAL_REGION } from '../../../shared/service.ts';
import type { DataSourceAnswer, Invocation } from '../../types.ts';
import type { NextTokens } from './next-token.ts';

/** What the operations of a DynamoDB data source work with. */
export interface Source {
  readonly call: JsonCaller;
  readonly table: string;
  readonly tokens: NextTokens;
  readonly invocation: Omit<Invocation, 'siblings'>;
  /** Invokes a function as the data source's role, and gives its answer. Rejects with AwsError, or {@link FunctionFailed}. */
  readonly invokeFunction: (functionArn: string, event: object) => Promise<unknown>;
}

/** A Lambda function that was asked what to do, and threw. */
export class FunctionFailed extends Error {}

/** One operation of the request handler's answer. Rejects with RequestError, AwsError or InvalidToken. */
export type Operation<From extends Source = Source> = (source: From, request: unknown) => Promise<DataSourceAnswer>;

/** Members that every request has. */
export const common = {
  version: v.optional(v.picklist(['2017-02-28', '2018-05-29'])),
  operation: v.string(),
};

/** Of the item that a function is asked about ("Condition expressions"; "Conflict detection and resolution"). */
export function resolverInfo({ table, invocation }: Source): object {
  const { typeName, fieldName } = invocation.field;
  return { tableName: table, awsRegion: LOCAL_REGION, parentType: typeName, field: fieldName };
}
