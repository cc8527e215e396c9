import { AwsError } from '../shared/aws-error.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { EnvironmentSettings, Outcome } from './execution-environment.ts';

interface PoolOptions {
  settings: () => Promise<EnvironmentSettings>;
  /** The most invocations at once. */
  concurrency: () => number;
  /** Whether that is the function's own, reserved concurrency. */
  reserved: () => boolean;
  /** How long an environment waits for its next event before it ends. */
  idleMs: number;
}

interface Idle {
  environment: ExecutionEnvironment;
  timer: NodeJS.Timeout;
}

/** The execution environments of one function: reused when free, started when there is none. */
export class Pool {
  private readonly options: PoolOptions;
  private readonly idle: Idle[] = [];
  private readonly ending = new Set<Promise<void>>();
  private readonly environments = new Set<ExecutionEnvironment>();
  private running = 0;
  private generation = 0;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  /** Rejects with `TooManyRequestsException` where all of the function's concurrency is in use. */
  async invoke(requestId: string, payload: string): Promise<Outcome> {
    if (this.running >= this.options.concurrency()) {
      const Reason = this.options.reserved()
        ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
        : 'ConcurrentInvocationLimitExceeded';
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { Reason, Type: 'User' }, 429);
    }
    this.running += 1;
    const generation = this.generation;
    try {
      const environment = await this.take();
      const outcome = await environment.invoke(requestId, payload);
      this.release(environment, generation);
      return outcome;
    } finally {
      this.running -= 1;
    }
  }

  /** New invocations start with new settings; running ones end with theirs. */
  renew(): void {
    this.generation += 1;
    for (const { environment, timer } of this.idle.splice(0)) {
      clearTimeout(timer);
      this.end(environment);
    }
  }

  async close(): Promise<void> {
    this.renew();
    for (const environment of this.environments) this.end(environment);
    await Promise.all(this.ending);
  }

  private async take(): Promise<ExecutionEnvironment> {
    const idle = this.idle.pop();
    if (idle) {
      clearTimeout(idle.timer);
      if (idle.environment.usable) return idle.environment;
      this.end(idle.environment);
    }
    const environment = new ExecutionEnvironment(await this.options.settings());
    this.environments.add(environment);
    return environment;
  }

  private release(environment: ExecutionEnvironment, generation: number): void {
    if (!environment.usable || generation !== this.generation) {
      this.end(environment);
      return;
    }
    const entry: Idle = {
      environment,
      timer: setTimeout(() => {
        this.idle.splice(this.idle.indexOf(entry), 1);
        this.end(environment);
      }, this.options.idleMs),
    };
    this.idle.push(entry);
  }

  private end(environment: ExecutionEnvironment): void {
    this.environments.delete(environment);
    const ended = environment.end().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }
}
