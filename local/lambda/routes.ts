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

/** Lambda's REST API. Source: AWS Lambda API Reference. */
export function lambdaRoutes({ operations, functions, invocations, asynchronous, log }: RoutesOptions): Hono {
  const app = new Hono({ strict: false });
  const functionsPath = '/2015-03-31/functions';
  const functionPath = `${functionsPath}/:FunctionName`;

  app.post(functionsPath, async (c) => c.json(await operations.createFunction(await inputOf(c)), 201));
  app.get(functionsPath, (c) => c.json(operations.listFunctions()));
  app.get(functionPath, (c) => c.json(operations.getFunction(c.req.param())));
  app.get(`${functionPath}/configuration`, (c) => c.json(operations.getFunctionConfiguration(c.req.param())));
  app.put(`${functionPath}/code`, async (c) => c.json(await operations.updateFunctionCode(await inputOf(c))));
  app.put(`${functionPath}/configuration`, async (c) =>
    c.json(await operations.updateFunctionConfiguration(await inputOf(c))),
  );
  app.delete(functionPath, async (c) => {
    await operations.deleteFunction(c.req.param());
    return c.body(null, 204);
  });

  const reserved = '/functions/:FunctionName/concurrency';
  app.put(`/2017-10-31${reserved}`, async (c) => c.json(await operations.putFunctionConcurrency(await inputOf(c))));
  app.get(`/2019-09-30${reserved}`, (c) => c.json(operations.getFunctionConcurrency(c.req.param())));
  app.delete(`/2017-10-31${reserved}`, async (c) => {
    await operations.deleteFunctionConcurrency(c.req.param());
    return c.body(null, 204);
  });

  const eventInvoke = '/2019-09-25/functions/:FunctionName/event-invoke-config';
  app.put(eventInvoke, async (c) => c.json(await operations.putFunctionEventInvokeConfig(await inputOf(c))));
  app.post(eventInvoke, async (c) => c.json(await operations.updateFunctionEventInvokeConfig(await inputOf(c))));
  app.get(eventInvoke, (c) => c.json(operations.getFunctionEventInvokeConfig(c.req.param())));
  app.delete(eventInvoke, async (c) => {
    await operations.deleteFunctionEventInvokeConfig(c.req.param());
    return c.body(null, 204);
  });

  const mappings = '/2015-03-31/event-source-mappings';
  app.post(mappings, async (c) => c.json(await operations.createEventSourceMapping(await inputOf(c)), 202));
  app.get(mappings, (c) => c.json(operations.listEventSourceMappings(c.req.query())));
  app.get(`${mappings}/:UUID`, (c) => c.json(operations.getEventSourceMapping(c.req.param())));
  app.put(`${mappings}/:UUID`, async (c) => c.json(await operations.updateEventSourceMapping(await inputOf(c)), 202));
  app.delete(`${mappings}/:UUID`, async (c) => c.json(await operations.deleteEventSourceMapping(c.req.param()), 202));

  app.post(`${functionPath}/invocations`, async (c) => {
    const { FunctionName } = parseInput(functionInput, c.req.param());
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

/** The input of an operation: members of the path and of the body. */
async function inputOf(c: Context): Promise<object> {
  try {
    const body: unknown = await c.req.json();
    return { ...(typeof body === 'object' ? body : {}), ...c.req.param() };
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
