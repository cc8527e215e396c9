import type { Log } from '../shared/log.ts';
import type { InvocationResult, LambdaInvoker, Roles } from '../shared/ports.ts';
import type { Clock, Service } from '../shared/service.ts';
import type { Queues } from '../sqs/source.ts';
import { AsynchronousInvocations } from './asynchronous.ts';
import type { Outcome } from './execution-environment.ts';
import { Functions } from './functions.ts';
import { checkPayload, Invocations } from './invocations.ts';
import { Mappings } from './mappings.ts';
import { lambdaOperations } from './operations.ts';
import type { LambdaOperations } from './operations.ts';
import { requirePermission } from './resource-policy.ts';
import { lambdaRoutes } from './routes.ts';
import type { LogDestination, RuntimeEnvironment } from './runtime.ts';
import { functionInput, parseInput } from './schema.ts';

export interface LambdaOptions {
  /** Where functions, their code, mappings and events that have not finished are kept. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** What the runtime itself sets for a function, such as AWS_REGION, AWS_ENDPOINT_URL and credentials. */
  environment: RuntimeEnvironment;
  /** Those that functions may have: what Lambda does in a function's name, the function's role must allow. */
  roles: Roles;
  /** Event sources and destinations. Without them, neither can be created. */
  queues?: Queues;
  /** The most invocations of a function at once, unless it has reserved concurrency; 10 unless given. */
  concurrency?: number;
  /** Waits before the second and third attempt of an asynchronous invocation: one and two minutes unless given. */
  retryDelaysMs?: readonly number[];
  /** How long an execution environment waits for its next event: five minutes unless given. */
  idleMs?: number;
  /** Takes each line that a function prints; `log.info` unless given. */
  onLine?: (functionName: string, line: string, destination: LogDestination) => void;
}

export interface Lambda extends Service, LambdaInvoker, LambdaOperations {}

/**
 * Stands in for AWS Lambda: runs the code of each function's zip in worker threads.
 * What it does not have is refused by name: versions, layers, container images, VPCs,
 * dead-letter queues of functions, other runtimes than Node.js.
 * The functions see the time zone of this process, which on AWS is UTC.
 * Close it before the queues that it reads.
 */
export async function createLambda(options: LambdaOptions): Promise<Lambda> {
  const { directory, log, clock = Date.now, environment, queues, roles } = options;
  const functions = await Functions.load({
    directory,
    clock,
    roles,
    changed: (name) => {
      invocations.renew(name);
    },
  });
  const invocations = new Invocations({
    functions,
    log,
    clock,
    environment,
    onLine:
      options.onLine ??
      ((name, line) => {
        log.info(`[${name}] ${line}`);
      }),
    concurrency: options.concurrency ?? 10,
    idleMs: options.idleMs ?? 300_000,
  });
  const shared = { directory, functions, invocations, queues, roles, log, clock };
  const asynchronous = new AsynchronousInvocations({
    ...shared,
    retryDelaysMs: options.retryDelaysMs ?? [60_000, 120_000],
  });
  const mappings = new Mappings(shared);
  const operations = lambdaOperations({ functions, mappings, roles, queues, clock });
  const routes = lambdaRoutes({ operations, functions, invocations, asynchronous, log });
  await asynchronous.start();
  await mappings.start();

  return {
    ...operations,
    signingName: 'lambda',
    handle: async (request) => routes.fetch(request),
    async invoke(functionName, event, type = 'RequestResponse', by) {
      const { FunctionName } = parseInput(functionInput, { FunctionName: functionName });
      const definition = functions.get(FunctionName);
      if (by) requirePermission(definition, by);
      const payload = event === undefined ? '{}' : JSON.stringify(event);
      checkPayload(payload, type);
      if (type === 'RequestResponse') return resultOf(await invocations.run(FunctionName, payload));
      await asynchronous.accept(FunctionName, payload);
      return { payload: null };
    },
    async close() {
      mappings.stop();
      asynchronous.stop();
      await invocations.close();
      await Promise.all([mappings.settled(), asynchronous.settled()]);
    },
  };
}

function resultOf(outcome: Outcome): InvocationResult {
  return outcome.error ? { payload: null, error: outcome.error } : { payload: JSON.parse(outcome.payload) as unknown };
}
