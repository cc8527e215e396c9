/**
 * What runs in a function's worker thread: the part of Lambda's Node.js runtime that loads the handler once and calls it for each event.
 * It is text, as a worker has to start from a file of its own wherever this module was bundled to.
 * Source: AWS Lambda Developer Guide, "Building Lambda functions with Node.js", and the errors of its runtime interface client.
 */
const source = String.raw`
import { parentPort, workerData } from 'node:worker_threads';

const { moduleUrl, exportName, handlerName } = workerData;
let current;

function describe(error) {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function fail(error) {
  parentPort.postMessage({ kind: current === undefined ? 'initError' : 'error', error });
}

process.on('uncaughtException', (error) => {
  fail(describe(error));
  process.exit(129);
});
process.on('unhandledRejection', (reason) => {
  const { errorType, errorMessage, trace } = describe(reason);
  fail({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: errorType + ': ' + errorMessage, trace });
  process.exit(128);
});

async function load() {
  let loaded;
  try {
    loaded = await import(moduleUrl);
  } catch (error) {
    const { errorMessage, errorType, trace } = describe(error);
    if (error instanceof SyntaxError) return fail({ errorType: 'Runtime.UserCodeSyntaxError', errorMessage: 'SyntaxError: ' + errorMessage, trace });
    if (error?.code === 'ERR_MODULE_NOT_FOUND') return fail({ errorType: 'Runtime.ImportModuleError', errorMessage: 'Error: ' + errorMessage, trace });
    return fail({ errorType, errorMessage, trace });
  }
  const handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler !== 'function') {
    return fail({ errorType: 'Runtime.HandlerNotFound', errorMessage: handlerName + ' is undefined or not exported', trace: [] });
  }
  parentPort.on('message', (message) => invoke(handler, message));
  parentPort.postMessage({ kind: 'ready' });
}

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === 'function') resolve(returned);
    else if (handler.length < 3) resolve(null);
  });
}

async function invoke(handler, { requestId, payload, deadline, context }) {
  current = requestId;
  try {
    const value = await call(handler, JSON.parse(payload), {
      ...context,
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    });
    parentPort.postMessage({ kind: 'result', payload: serialize(value) });
  } catch (error) {
    parentPort.postMessage({ kind: 'error', error: describe(error) });
  }
}

function serialize(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

await load();
`;

export const bootstrapUrl = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
