import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { answerable } from './answerable.ts';
import { AwsError } from './aws-error.ts';
import { findOperation } from './find-operation.ts';
import type { CallableService } from './json-service.ts';
import type { Log } from './log.ts';

export interface RestOperation {
  /** Method and path, such as `POST /v1/apis/:apiId/functions`; more than one where a service documents several. A parameter that may hold `/` is `:arn{.+}`. */
  readonly route: string | readonly string[];
  /** Of an answer with content, 200 unless given; without content it is 204. */
  readonly status?: number;
  /**
   * @param input members of the body, of the query (a list where one comes more than once) and of the path, unparsed
   * @param request for its headers; absent where the operation is called in process
   * @returns what becomes JSON, nothing, or a response of its own where the answer is no JSON
   */
  readonly run: (input: unknown, request?: Request) => object | undefined | Promise<object | undefined>;
}
export type RestOperations = Readonly<Record<string, RestOperation>>;

export interface RestServiceOptions {
  signingName: string;
  /** By the names of the service's reference, such as `CreateGraphqlApi`. */
  operations: RestOperations;
  log: Log;
  /** What the service calls a failure of its own. */
  internalError?: string;
  close?: () => Promise<void>;
}

/**
 * A service that speaks AWS's REST-JSON protocol. What is not there it refuses by method and path, as REST has no names for operations.
 * Source: "AWS restJson1 protocol", Smithy.
 */
export function restService(options: RestServiceOptions): CallableService {
  const { signingName, operations, log, internalError = 'InternalFailureException', close } = options;
  const app = new Hono<{ Variables: { requestId: string } }>();
  app.use(async (c, next) => {
    c.set('requestId', randomUUID());
    await next();
    c.header('x-amzn-requestid', c.get('requestId'));
  });
  for (const { route, status = 200, run } of Object.values(operations)) {
    for (const each of typeof route === 'string' ? [route] : route) {
      const [method = '', path = ''] = each.split(' ');
      app.on(method, path, async (c) => {
        const output = await run(await inputOf(c), c.req.raw);
        if (output instanceof Response) return output;
        return output === undefined ? c.body(null, 204) : Response.json(output, { status });
      });
    }
  }
  app.notFound((c) =>
    refuse(new AwsError('UnknownOperationException', `${c.req.method} ${c.req.path} is not supported here`, {}, 404)),
  );
  app.onError((error, c) => {
    const known = answerable(error);
    if (known) return refuse(known);
    const requestId = c.get('requestId');
    log.error(`${signingName} ${c.req.method} ${c.req.path} failed (request ${requestId})`, error);
    return refuse(new AwsError(internalError, `Internal failure, request ${requestId}`, {}, 500));
  });

  return {
    signingName,
    handle: async (request) => app.fetch(request),
    async call(operation, input) {
      return (await findOperation(operations, operation).run(input)) ?? {};
    },
    close: close ?? (() => Promise.resolve()),
  };
}

async function inputOf(c: Context): Promise<object> {
  const text = await c.req.text();
  return { ...(text === '' ? {} : parseJson(text)), ...queryOf(c), ...c.req.param() };
}

function queryOf(c: Context): object {
  const entries = Object.entries(c.req.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

function parseJson(text: string): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new AwsError('SerializationException', `The request body is not JSON: ${String(cause)}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new AwsError('SerializationException', 'The request body is not a JSON object');
  return body;
}

/** SDKs read the exception's name from the header, and its message under either spelling. */
function refuse({ code, message, fields, statusCode }: AwsError): Response {
  const headers = { 'x-amzn-errortype': code };
  return Response.json({ message, Message: message, ...fields }, { status: statusCode, headers });
}
