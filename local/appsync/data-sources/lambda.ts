import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { LambdaInvoker } from '../../shared/ports.ts';
import type { DataSource, DataSourceAnswer } from '../types.ts';
import { RoleNotAssumed, type Authorize } from './acting-as.ts';
import { notAssumed, notSupported, parseRequest, refusedRequest, RequestError } from './request-error.ts';

const operationSchema = v.looseObject({ operation: v.string() });
const requestSchema = v.strictObject({
  version: v.optional(v.picklist(['2017-02-28', '2018-05-29'])),
  operation: v.literal('Invoke'),
  payload: v.optional(v.unknown()),
  invocationType: v.nullish(v.picklist(['RequestResponse', 'Event'])),
});

/**
 * A Lambda data source ("JavaScript resolver function reference for Lambda"): what the function returns is the result; what it throws
 * is an error of type `Lambda:Unhandled`. An `Event` invocation gives `null` at once.
 */
export function lambdaDataSource({
  lambda,
  functionArn,
  authorize,
}: {
  lambda: LambdaInvoker;
  functionArn: string;
  /** What the data source's role may do. */
  authorize: Authorize;
}): DataSource {
  return {
    async invoke(request) {
      try {
        const { payload, invocationType } = readRequest(request);
        authorize('lambda:InvokeFunction', functionArn);
        return await invokeFunction(lambda, functionArn, payload ?? null, invocationType ?? 'RequestResponse');
      } catch (error) {
        if (error instanceof RequestError) return refusedRequest(error);
        if (error instanceof RoleNotAssumed) return notAssumed(error);
        if (error instanceof AwsError) return failure(`Lambda:${error.code}`, error.message);
        throw error;
      }
    },
  };
}

function readRequest(request: unknown): v.InferOutput<typeof requestSchema> {
  const { operation } = parseRequest(operationSchema, request);
  if (operation === 'BatchInvoke') throw notSupported('BatchInvoke');
  if (operation !== 'Invoke') throw new RequestError(`Unsupported operation '${operation}'.`);
  return parseRequest(requestSchema, request);
}

async function invokeFunction(
  lambda: LambdaInvoker,
  functionArn: string,
  payload: unknown,
  type: 'RequestResponse' | 'Event',
): Promise<DataSourceAnswer> {
  const answer = await lambda.invoke(functionArn, payload, type);
  if (type === 'Event') return { result: null };
  if (answer.error) return failure('Lambda:Unhandled', answer.error.errorMessage);
  return { result: answer.payload ?? null };
}

function failure(type: string, message: string): DataSourceAnswer {
  return { result: null, error: { message, type } };
}
