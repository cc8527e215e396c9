import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../../shared/log.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { DataSource, Invocation, LoadedCode, ResolverContext } from '../types.ts';
import { askedFor, errorLines } from './heading.ts';
import { callerName, milliseconds, renderTrace } from './render.ts';
import type { CodeName, FieldTrace, RequestTrace, TraceEvent } from './trace.ts';

interface TracerOptions {
  /** Gets each trace when its request has ended. */
  write: (text: string) => void;
  /** Whether values are shown whole. */
  whole?: boolean;
}

/**
 * Shows what each request does: it stands around the parts of an API that do it, which know nothing of it. Where nobody traces, nothing stands there.
 */
export class Tracer {
  readonly #requests = new AsyncLocalStorage<RequestTrace>();
  /** Subscriptions that are being asked for: no request over HTTP holds them together. */
  readonly #subscriptions = new WeakMap<object, RequestTrace>();
  readonly #options: Required<TracerOptions>;
  /** What handlers print while one of them runs. */
  #lines: string[] | undefined;

  constructor({ write, whole = false }: TracerOptions) {
    this.#options = { write, whole };
  }

  /** Answers a request over HTTP, and writes what was done for it. */
  async http(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response> {
    const { whole } = this.#options;
    // There is nothing to see of what a browser asks before its request.
    if (request.method === 'OPTIONS') return answer(request);
    const body = await request.clone().text();
    const trace: RequestTrace = { fields: new Map(), notices: [] };
    const start = performance.now();
    const response = await this.#requests.run(trace, () => answer(request));
    const ms = performance.now() - start;
    const answered = await response.clone().text();
    const heading = `${askedFor(request, body, whole)} by ${callerName(trace.caller)}: ${response.status}, ${Buffer.byteLength(answered)} bytes, ${milliseconds(ms)}`;
    trace.notices.push(...errorLines(answered));
    this.#options.write(renderTrace(heading, trace, whole));
    return response;
  }

  /** Who tells who is asking. */
  authenticate(authenticate: Authenticate): Authenticate {
    return async (...request) => {
      const caller = await authenticate(...request);
      const trace = this.#requests.getStore();
      if (trace) trace.caller = caller;
      return caller;
    };
  }

  /** Code that tells of each run of its handlers. */
  code(code: LoadedCode, name: CodeName): LoadedCode {
    return {
      evaluate: (handler, context) => {
        const lines: string[] = [];
        this.#lines = lines;
        const start = performance.now();
        try {
          const evaluation = code.evaluate(handler, context);
          const ms = performance.now() - start;
          const trace = this.#add(runIn(context), { type: 'handler', code: name, handler, evaluation, ms, lines });
          const isOver =
            name.kind !== undefined && (handler === 'response' || (name.kind === 'UNIT' && evaluation.earlyReturn));
          if (evaluation.error || isOver) this.#endSubscription(context.arguments, trace);
          return evaluation;
        } finally {
          this.#lines = undefined;
        }
      },
    };
  }

  /** A data source that tells of each call. @param kind such as `AWS_LAMBDA` */
  dataSource(source: DataSource, name: string, kind: string): DataSource {
    return {
      invoke: async (request, invocation) => {
        if (!invocation) return source.invoke(request);
        const start = performance.now();
        const add = (answer: unknown, error: unknown): RequestTrace => {
          const ms = performance.now() - start;
          const failed = error === undefined || error === null ? {} : { error };
          return this.#add(runOf(invocation), { type: 'data source', name, kind, answer, ...failed, ms });
        };
        try {
          const answer = await source.invoke(request, invocation);
          add(answer.result, answer.error);
          return answer;
        } catch (error) {
          this.#endSubscription(
            invocation.arguments,
            add(null, error instanceof Error ? error.message : String(error)),
          );
          throw error;
        }
      },
    };
  }

  /** A log that leaves to the trace what handlers print. */
  log(log: Log): Log {
    return {
      ...log,
      info: (message) => {
        if (this.#lines) this.#lines.push(message);
        else log.info(message);
      },
      error: (message, cause) => {
        if (this.#lines) this.#lines.push(message);
        else log.error(message, cause);
      },
    };
  }

  /** Tells how many of the open subscriptions of a field got an event, or were ended. */
  told(field: string, what: 'told' | 'ended', count: number, open: number): void {
    this.#requests.getStore()?.notices.push(`Subscription.${field}: ${what} ${count} of ${open} open`);
  }

  #add({ field: name, arguments: key, identity }: Run, event: TraceEvent): RequestTrace {
    const trace: RequestTrace = this.#requests.getStore() ??
      this.#subscriptions.get(key) ?? { fields: new Map(), notices: [] };
    if (!this.#requests.getStore()) this.#subscriptions.set(key, trace);
    const field: FieldTrace = trace.fields.get(key) ?? { field: name, arguments: key, identity, events: [] };
    trace.fields.set(key, field);
    field.events.push(event);
    return trace;
  }

  #endSubscription(key: object, trace: RequestTrace): void {
    const field = trace.fields.get(key);
    if (!field || !this.#subscriptions.delete(key)) return;
    const heading = `subscription { ${field.field.replace('Subscription.', '')} } by ${callerName(undefined, field.identity)}`;
    this.#options.write(renderTrace(heading, trace, this.#options.whole));
  }
}

/** A run of a resolver. Its arguments are an object of their own, of which each of its handlers gets the same. */
type Run = Omit<FieldTrace, 'events'>;

function runOf({ field, arguments: given, identity }: Invocation): Run {
  return { field: `${field.typeName}.${field.fieldName}`, arguments: given, identity };
}

function runIn({ info, arguments: given, identity }: ResolverContext): Run {
  return { field: `${info.parentTypeName}.${info.fieldName}`, arguments: given, identity };
}
