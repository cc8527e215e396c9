import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { bootstrapUrl } from './bootstrap.ts';
import type { FunctionError } from './function-error.ts';
import { exited, outOfMemory, responseTooLarge, timedOut } from './function-error.ts';

/** The most that a response may have: 6 MiB and 100 bytes. Source: AWS Lambda quotas, as the service enforces it. */
const MAXIMUM_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;
/** Source: AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle", Init phase. */
const INIT_TIMEOUT_MS = 10_000;

const errorSchema = v.object({ errorType: v.string(), errorMessage: v.string(), trace: v.array(v.string()) });
const messageSchema = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('result'), payload: v.string() }),
  v.object({ kind: v.literal('error'), error: errorSchema }),
  v.object({ kind: v.literal('initError'), error: errorSchema }),
]);
type WorkerMessage = v.InferOutput<typeof messageSchema>;

/** Either the JSON text that the handler's value became, or the error. */
export type Outcome = { payload: string; error?: never } | { error: FunctionError; payload?: never };

export interface EnvironmentSettings {
  /** The file with the handler, such as `file:///…/index.mjs`. */
  moduleUrl: string;
  handlerName: string;
  exportName: string;
  /** The whole of `process.env`. */
  env: Readonly<Record<string, string>>;
  /** What stays the same in the handler's context object. */
  context: Readonly<Record<string, string>>;
  memoryMb: number;
  timeoutSeconds: number;
  onLine: (line: string) => void;
}

interface Run {
  requestId: string;
  payload: string;
  settle: (outcome: Outcome) => void;
  timer: NodeJS.Timeout | undefined;
}

/** A worker thread with a function's code: loads it once, then takes one event at a time. */
export class ExecutionEnvironment {
  private readonly settings: EnvironmentSettings;
  private readonly worker: Worker;
  private readonly gone: Promise<void>;
  private ready = false;
  private ended = false;
  private run: Run | undefined;

  constructor(settings: EnvironmentSettings) {
    this.settings = settings;
    const { moduleUrl, handlerName, exportName, env, memoryMb, onLine } = settings;
    this.worker = new Worker(bootstrapUrl, {
      workerData: { moduleUrl, handlerName, exportName },
      env: { ...env },
      execArgv: [],
      stdin: true,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    createInterface(this.worker.stdout).on('line', onLine);
    createInterface(this.worker.stderr).on('line', onLine);
    this.worker.on('message', (message: unknown) => {
      this.receive(v.parse(messageSchema, message));
    });
    this.worker.on('error', (error) => {
      this.fail(failureOf(error));
    });
    this.gone = new Promise((resolve) => {
      this.worker.once('exit', (code) => {
        this.ended = true;
        this.fail((requestId) => exited(requestId, code));
        resolve();
      });
    });
  }

  /** Whether it can take another event: false after a time-out, an exit or a failed start. */
  get usable(): boolean {
    return !this.ended;
  }

  /** Runs one event. Never rejects. Not to be called before the last one is settled. */
  invoke(requestId: string, payload: string): Promise<Outcome> {
    return new Promise((settle) => {
      this.run = { requestId, payload, settle, timer: undefined };
      if (this.ready) this.begin(this.run);
      else this.startTimer(this.run, Math.max(INIT_TIMEOUT_MS, this.settings.timeoutSeconds * 1000));
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
    await this.gone;
  }

  private begin(run: Run): void {
    const { timeoutSeconds, context } = this.settings;
    this.startTimer(run, timeoutSeconds * 1000);
    const deadline = Date.now() + timeoutSeconds * 1000;
    this.worker.postMessage({ requestId: run.requestId, payload: run.payload, deadline, context });
  }

  private startTimer(run: Run, ms: number): void {
    clearTimeout(run.timer);
    run.timer = setTimeout(() => {
      this.ended = true;
      void this.worker.terminate();
      this.settle({ error: timedOut(run.requestId, this.settings.timeoutSeconds) });
    }, ms);
  }

  private receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        this.ready = true;
        if (this.run) this.begin(this.run);
        return;
      case 'result': {
        const tooLarge = Buffer.byteLength(message.payload) > MAXIMUM_RESPONSE_BYTES;
        this.settle(tooLarge ? { error: responseTooLarge(MAXIMUM_RESPONSE_BYTES) } : { payload: message.payload });
        return;
      }
      case 'initError':
        this.ended = true;
        void this.worker.terminate();
        this.settle({ error: message.error });
        return;
      case 'error':
        this.settle({ error: message.error });
    }
  }

  private fail(describe: (requestId: string) => FunctionError): void {
    if (this.run) this.settle({ error: describe(this.run.requestId) });
  }

  private settle(outcome: Outcome): void {
    const run = this.run;
    if (!run) return;
    clearTimeout(run.timer);
    this.run = undefined;
    run.settle(outcome);
  }
}

function failureOf(error: unknown): (requestId: string) => FunctionError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemory;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return () => ({ errorType: name, errorMessage: message, trace: (stack ?? '').split('\n') });
}
