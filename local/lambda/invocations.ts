import { randomUUID } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/service.ts';
import type { Outcome } from './execution-environment.ts';
import type { Functions } from './functions.ts';
import { Pool } from './pool.ts';
import { environmentSettings } from './runtime.ts';
import type { LogDestination, RuntimeEnvironment } from './runtime.ts';

/** The most bytes of an event. Source: AWS Lambda quotas, "Invocation payload"; 1 MB for asynchronous ones since October 2025. */
const maximumBytes = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024 };
export type InvocationType = keyof typeof maximumBytes;

interface InvocationsOptions {
  functions: Functions;
  log: Log;
  clock: Clock;
  environment: RuntimeEnvironment;
  onLine: (functionName: string, line: string, destination: LogDestination) => void;
  concurrency: number;
  idleMs: number;
}

/** Runs functions, each in its own pool of execution environments. */
export class Invocations {
  private readonly options: InvocationsOptions;
  private readonly pools = new Map<string, Pool>();
  private closed = false;

  constructor(options: InvocationsOptions) {
    this.options = options;
  }

  /** Rejects with `ResourceNotFoundException` or `TooManyRequestsException`; a function's own failure is an outcome. */
  async run(functionName: string, payload: string, requestId: string = randomUUID()): Promise<Outcome> {
    this.options.functions.get(functionName);
    if (this.isClosed()) throw new AwsError('ServiceException', 'The service is closed', {}, 500);
    const outcome = await this.pool(functionName).invoke(requestId, payload);
    if (outcome.error && !this.isClosed()) {
      const { errorType, errorMessage } = outcome.error;
      this.options.log.warn(`${functionName} failed (request ${requestId}): ${errorType}: ${errorMessage}`);
    }
    return outcome;
  }

  concurrencyOf(functionName: string): number {
    return this.options.functions.get(functionName).reservedConcurrency ?? this.options.concurrency;
  }

  /** Later invocations see the function as it is now. */
  renew(functionName: string): void {
    this.pools.get(functionName)?.renew();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private pool(functionName: string): Pool {
    const existing = this.pools.get(functionName);
    if (existing) return existing;
    const { functions, clock, environment, onLine, idleMs } = this.options;
    const pool = new Pool({
      idleMs,
      concurrency: () => this.concurrencyOf(functionName),
      reserved: () => functions.get(functionName).reservedConcurrency !== undefined,
      settings: () => {
        const definition = functions.get(functionName);
        return environmentSettings(definition, {
          codeDirectory: functions.codeDirectory,
          environment: environment({ functionName, roleArn: definition.role }),
          now: clock(),
          onLine: (line, destination) => {
            onLine(functionName, line, destination);
          },
        });
      },
    });
    this.pools.set(functionName, pool);
    return pool;
  }
}

/** Throws `InvalidRequestContentException` or `RequestTooLargeException` for a payload that Invoke does not take. */
export function checkPayload(payload: string, type: InvocationType): void {
  const maximum = maximumBytes[type];
  if (Buffer.byteLength(payload) > maximum) {
    const message = `Request must be smaller than ${maximum} bytes for the InvokeFunction operation`;
    throw new AwsError('RequestTooLargeException', message, { Type: 'User' }, 413);
  }
  try {
    JSON.parse(payload);
  } catch (cause) {
    const message = `Could not parse request body into json: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new AwsError('InvalidRequestContentException', message, { Type: 'User' });
  }
}
