import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { LambdaInvoker } from '../../shared/ports.ts';
import type { DataSource, DataSourceAnswer } from '../types.ts';
import { RoleNotAssumed, type Authorize } from './acting-as.ts';
import { notAssumed, parseRequest, refusedRequest, RequestError } from './request-error.ts';

const OPERATIONS = ['Invoke', 'BatchInvoke'] as const;
const operationSchema = v.looseObject({ operation: v.string() });
const requestSchema = v.strictObject({
  version: v.optional(v.picklist(['2017-02-28', '2018-05-29'])),
  operation: v.picklist(OPERATIONS),
  payload: v.optional(v.unknown()),
  invocationType: v.nullish(v.picklist(['RequestResponse', 'Event'])),
});

type InvocationType = 'RequestResponse' | 'Event';

interface LambdaFunction {
  lambda: LambdaInvoker;
  functionArn: string;
  /** What the data source's role may do. */
  authorize: Authorize;
}

/**
 * A Lambda data source ("JavaScript resolver function reference for Lambda"): what the function returns is the result; what it throws
 * is an error of type `Lambda:Unhandled`. `BatchInvoke` gives the function a list of what siblings ask for, and each of them its entry of the
 * list that the function returns. An `Event` invocation gives `null` at once.
 */
export function lambdaDataSource(target: LambdaFunction): DataSource {
  return {
    async invoke(request, invocation) {
      const read = readRequest(request);
      if (read instanceof RequestError) return refusedRequest(read);
      const { operation, payload = null, invocationType } = read;
      const type = invocationType ?? 'RequestResponse';
      if (operation === 'Invoke') return answering(async () => invokeOnce(target, payload, type));
      const send = (payloads: readonly unknown[]) => invokeBatch(target, payloads, type);
      if (invocation) return invocation.siblings.gather(type, payload, send);
      const [answer] = await send([payload]);
      return answer ?? { result: null };
    },
  };
}

function readRequest(request: unknown): v.InferOutput<typeof requestSchema> | RequestError {
  try {
    const { operation } = parseRequest(operationSchema, request ?? {});
    if (!v.is(v.picklist(OPERATIONS), operation)) return new RequestError(`Unsupported operation '${operation}'.`);
    return parseRequest(requestSchema, request);
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

async function invokeOnce(
  { lambda, functionArn, authorize }: LambdaFunction,
  payload: unknown,
  type: InvocationType,
): Promise<DataSourceAnswer> {
  authorize('lambda:InvokeFunction', functionArn);
  const answer = await lambda.invoke(functionArn, payload, type);
  if (type === 'Event') return { result: null };
  if (answer.error) return failure('Lambda:Unhandled', answer.error.errorMessage);
  return { result: answer.payload ?? null };
}

/** What the whole batch meets with, each of its payloads has met with. */
async function invokeBatch(
  target: LambdaFunction,
  payloads: readonly unknown[],
  type: InvocationType,
): Promise<readonly DataSourceAnswer[]> {
  const answer = await answering(async () => invokeOnce(target, payloads, type));
  if (answer.error || type === 'Event') return payloads.map(() => answer);
  const { result } = answer;
  if (!Array.isArray(result) || result.length !== payloads.length) {
    const given = Array.isArray(result) ? `a list of ${result.length}` : 'no list';
    const wrong = failure(
      'Lambda:IllegalArgument',
      `A function that is invoked by BatchInvoke returns a list of as many results as it gets payloads: ${payloads.length}, and this one returned ${given}.`,
    );
    return payloads.map(() => wrong);
  }
  return result.map((entry: unknown) => ({ result: entry ?? null }));
}

/** What Lambda refuses is an answer, too. */
async function answering(invoke: () => Promise<DataSourceAnswer>): Promise<DataSourceAnswer> {
  try {
    return await invoke();
  } catch (error) {
    if (error instanceof RoleNotAssumed) return notAssumed(error);
    if (error instanceof AwsError) return failure(`Lambda:${error.code}`, error.message);
    throw error;
  }
}

function failure(type: string, message: string): DataSourceAnswer {
  return { result: null, error: { message, type } };
}
