import * as v from 'valibot';
import type { JsonCaller } from '../../../shared/json-service.ts';
import type { DataSourceAnswer } from '../../types.ts';
import type { NextTokens } from './next-token.ts';

/** What the operations of a DynamoDB data source work with. */
export interface Source {
  readonly call: JsonCaller;
  readonly table: string;
  readonly tokens: NextTokens;
}

/** One operation of the request handler's answer. Rejects with RequestError, AwsError or InvalidToken. */
export type Operation = (source: Source, request: unknown) => Promise<DataSourceAnswer>;

/** Members that every request has. */
export const common = {
  version: v.optional(v.picklist(['2017-02-28', '2018-05-29'])),
  operation: v.string(),
};
