import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { AwsError } from '../../shared/aws-error.ts';
import type { Log } from '../../shared/log.ts';
import { badRequest } from '../errors.ts';
import type { RestOperations } from './operations.ts';

/** The REST-JSON door of the API v2. What is not there it refuses by method and path, as REST has no names for operations. */
export function restRoutes(
  operations: RestOperations,
  log: Log,
): { fetch: (request: Request) => Response | Promise<Response> } {
  const app = new Hono<{ Variables: { requestId: string } }>();
  app.use(async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    await next();
    c.header('x-amzn-requestid', requestId);
  });
  for (const { routes, run } of Object.values(operations)) {
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      app.on(method, path, async (c) => c.json(await run(await inputOf(c))));
    }
  }
  app.notFound((c) =>
    refuse(new AwsError('UnknownOperationException', `${c.req.method} ${c.req.path} is not supported here`, {}, 404)),
  );
  app.onError((error, c) => {
    if (error instanceof AwsError) return refuse(error);
    const requestId = c.get('requestId');
    log.error(`ses ${c.req.method} ${c.req.path} failed (request ${requestId})`, error);
    return refuse(new AwsError('InternalServiceErrorException', `Internal failure, request ${requestId}`, {}, 500));
  });
  return app;
}

async function inputOf(c: Context): Promise<object> {
  const text = await c.req.text();
  return { ...(text === '' ? {} : parseJson(text)), ...queryOf(c), ...c.req.param() };
}

/** A parameter that comes more than once is a list. */
function queryOf(c: Context): object {
  const entries = Object.entries(c.req.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

function parseJson(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badRequest('The request body is not a JSON object.');
}

function refuse({ code, message, fields, statusCode }: AwsError): Response {
  return Response.json({ ...fields, message }, { status: statusCode, headers: { 'x-amzn-errortype': code } });
}
