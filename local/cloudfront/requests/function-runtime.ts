import { createContext, Script } from 'node:vm';
import * as v from 'valibot';

/** A viewer's request, as a function gets it and may change it. Source: Amazon CloudFront Developer Guide, "CloudFront Functions event structure". */
export interface ViewerRequest {
  method: string;
  uri: string;
  querystring: Record<string, Value>;
  headers: Record<string, Value>;
  cookies: Record<string, Value>;
}
interface Value {
  value: string;
  multiValue?: { value: string }[];
}

const values = v.record(v.string(), v.object({ value: v.string() }));
const body = v.union([v.string(), v.object({ encoding: v.picklist(['text', 'base64']), data: v.string() })]);
/** What a function returns: the request to go on with, or a response in its place. */
const returned = v.union([
  v.object({
    statusCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    headers: v.optional(values, {}),
    body: v.optional(body, ''),
  }),
  v.object({ uri: v.pipe(v.string(), v.startsWith('/')) }),
]);
export type Returned = v.InferOutput<typeof returned>;

export interface FunctionEvent {
  distributionId: string;
  distributionDomainName: string;
  requestId: string;
  viewerIp: string;
  request: ViewerRequest;
}

/** CloudFront gives a function about a millisecond of computing. What is counted here is time that passes, of which a busy machine has little for it. */
const MAXIMUM_MS = 3_000;

/** What a function logs nobody reads here. */
const PRELUDE = 'const console = { log() {}, error() {} };';

/**
 * Runs a viewer-request function: what there is of JavaScript, and nothing of Node. That is for likeness and no wall, as the code is the developer's own.
 * Rejects where it throws, takes too long, or returns neither a request nor a response.
 */
export async function runFunction(code: string, { request, viewerIp, ...about }: FunctionEvent): Promise<Returned> {
  const event = {
    version: '1.0',
    context: { ...about, eventType: 'viewer-request' },
    viewer: { ip: viewerIp },
    request,
  };
  const result = await call(code, JSON.stringify(event)).catch((error: unknown) => {
    // What is thrown in there is no error of out here.
    throw new Error(`The function of the distribution failed: ${String(error)}`, { cause: error });
  });
  return v.parse(v.pipe(v.string(), v.parseJson(), returned), result);
}

/** @returns what the handler returns, as JSON */
async function call(code: string, event: string): Promise<unknown> {
  const context = createContext({ event }, { codeGeneration: { strings: false, wasm: false } });
  for (const script of [PRELUDE, code]) new Script(script).runInContext(context, { timeout: MAXIMUM_MS });
  const run = new Script('(async () => JSON.stringify(await handler(JSON.parse(event))))()');
  const result: unknown = run.runInContext(context, { timeout: MAXIMUM_MS });
  return await result;
}

/** What is wrong with code that cannot be read; `undefined` where it can. */
export function syntaxErrorOf(code: string): string | undefined {
  try {
    new Script(code);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
