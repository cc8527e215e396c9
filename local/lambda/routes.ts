import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { AsynchronousInvocations } from './asynchronous.ts';
import { errorPayload } from './function-error.ts';
import type { Functions } from './functions.ts';
import { checkPayload } from './invocations.ts';
import type { Invocations } from './invocations.ts';
import type { LambdaOperations } from './operations.ts';
import { functionInput, invalidParameter, parseInput } from './schema.ts';

interface RoutesOptions {
  operations: LambdaOperations;
  functions: Functions;
  invocations: Invocations;
  asynchronous: AsynchronousInvocations;
  log: Log;
}

const functionList = '/2015-03-31/functions';
const oneFunction = `${functionList}/:FunctionName`;
const eventInvoke = '/2019-09-25/functions/:FunctionName/event-invoke-config';
const tags = '/2017-03-31/tags/:Resource';
const mappings = '/2015-03-31/event-source-mappings';

/** Operations by method and path; an operation without an answer has status 204, one without a status here 200. */
const table: readonly (readonly [method: string, path: string, keyof LambdaOperations, status?: 201 | 202])[] = [
  ['POST', functionList, 'createFunction', 201],
  ['GET', functionList, 'listFunctions'],
  ['GET', oneFunction, 'getFunction'],
  ['DELETE', oneFunction, 'deleteFunction'],
  ['GET', `${oneFunction}/configuration`, 'getFunctionConfiguration'],
  ['PUT', `${oneFunction}/configuration`, 'updateFunctionConfiguration'],
  ['PUT', `${oneFunction}/code`, 'updateFunctionCode'],
  ['GET', `${oneFunction}/versions`, 'listVersionsByFunction'],
  ['GET', '/2020-06-30/functions/:FunctionName/code-signing-config', 'getFunctionCodeSigningConfig'],

  ['POST', `${oneFunction}/policy`, 'addPermission', 201],
  ['GET', `${oneFunction}/policy`, 'getPolicy'],
  ['DELETE', `${oneFunction}/policy/:StatementId`, 'removePermission'],

  ['PUT', '/2017-10-31/functions/:FunctionName/concurrency', 'putFunctionConcurrency'],
  ['GET', '/2019-09-30/functions/:FunctionName/concurrency', 'getFunctionConcurrency'],
  ['DELETE', '/2017-10-31/functions/:FunctionName/concurrency', 'deleteFunctionConcurrency'],

  ['PUT', eventInvoke, 'putFunctionEventInvokeConfig'],
  ['POST', eventInvoke, 'updateFunctionEventInvokeConfig'],
  ['GET', eventInvoke, 'getFunctionEventInvokeConfig'],
  ['DELETE', eventInvoke, 'deleteFunctionEventInvokeConfig'],

  ['GET', tags, 'listTags'],
  ['POST', tags, 'tagResource'],
  ['DELETE', tags, 'untagResource'],

  ['POST', mappings, 'createEventSourceMapping', 202],
  ['GET', mappings, 'listEventSourceMappings'],
  ['GET', `${mappings}/:UUID`, 'getEventSourceMapping'],
  ['PUT', `${mappings}/:UUID`, 'updateEventSourceMapping', 202],
  ['DELETE', `${mappings}/:UUID`, 'deleteEventSourceMapping', 202],
];

/** Lambda's REST API. Source: AWS Lambda API Reference. */
export function lambdaRoutes({ operations, functions, invocations, asynchronous, log }: RoutesOptions): Hono {
  const app = new Hono({ strict: false });
  for (const [method, path, operation, status = 200] of table) {
    const run = (input: unknown): unknown => operations[operation](input);
    app.on(method, path, async (c) => {
      const output = await run(await inputOf(c));
      return output === undefined ? c.body(null, 204) : Response.json(output, { status });
    });
  }

  app.post(`${oneFunction}/invocations`, async (c) => {
    const { FunctionName } = parseInput(functionInput, { ...c.req.query(), ...c.req.param() });
    functions.get(FunctionName);
    const type = c.req.header('x-amz-invocation-type') ?? 'RequestResponse';
    const payload = (await c.req.text()) || '{}';
    if (type === 'DryRun') return c.body(null, 204);
    if (type === 'Event') {
      checkPayload(payload, type);
      c.header('x-amzn-requestid', await asynchronous.accept(FunctionName, payload));
      return c.body(null, 202);
    }
    if (type !== 'RequestResponse') throw invalidParameter(`The invocation type ${type} does not exist.`);
    checkPayload(payload, type);
    const outcome = await invocations.run(FunctionName, payload);
    c.header('x-amz-executed-version', '$LATEST');
    if (outcome.error) c.header('x-amz-function-error', 'Unhandled');
    return c.body(outcome.error ? JSON.stringify(errorPayload(outcome.error)) : outcome.payload, 200, {
      'content-type': 'application/json',
    });
  });

  app.notFound((c) => {
    const what = `${c.req.method} ${c.req.path}`;
    return answerError(new AwsError('UnknownOperationException', `${what} is not supported here`, {}, 404));
  });
  app.onError((error, c) => {
    if (error instanceof AwsError) return answerError(error);
    const requestId = randomUUID();
    log.error(`lambda ${c.req.method} ${c.req.path} failed (request ${requestId})`, error);
    return answerError(new AwsError('ServiceException', `Internal failure, request ${requestId}`, {}, 500));
  });
  return app;
}

/** The input of an operation: members of the path, of the query and of the body. */
async function inputOf(c: Context): Promise<object> {
  return { ...(await bodyOf(c)), ...queryOf(c), ...c.req.param() };
}

function queryOf(c: Context): object {
  const { tagKeys: _first, ...query } = c.req.query();
  const TagKeys = c.req.queries('tagKeys');
  return { ...query, ...(TagKeys && { TagKeys }) };
}

async function bodyOf(c: Context): Promise<object> {
  if (c.req.method === 'GET' || c.req.method === 'DELETE') return {};
  try {
    const body: unknown = await c.req.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
}

function answerError({ code, message, fields, statusCode }: AwsError): Response {
  return Response.json(
    { Type: 'User', ...fields, Message: message, message },
    { status: statusCode, headers: { 'x-amzn-errortype': code, 'x-amzn-requestid': randomUUID() } },
  );
}
