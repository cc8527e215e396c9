import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import { functionArn, localArn } from '../shared/arns.ts';
import type { Roles } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import type { QueueSource, Queues } from '../sqs/source.ts';
import { requirePolling } from './execution-role.ts';
import type { Functions } from './functions.ts';
import type { Invocations } from './invocations.ts';
import { JsonFiles } from './json-files.ts';
import { Poller } from './poller.ts';
import {
  createMappingInput,
  invalidParameter,
  listMappingsInput,
  mappingInput,
  parseInput,
  updateMappingInput,
} from './schema.ts';

const mappingSchema = v.object({
  id: v.string(),
  functionName: v.string(),
  queueArn: v.string(),
  batchSize: v.number(),
  windowSeconds: v.number(),
  maximumConcurrency: v.exactOptional(v.number()),
  reportsFailures: v.boolean(),
  enabled: v.boolean(),
  lastModified: v.number(),
  tags: v.optional(v.record(v.string(), v.string()), {}),
});
type Mapping = v.InferOutput<typeof mappingSchema>;

interface MappingsOptions {
  directory: string;
  functions: Functions;
  invocations: Invocations;
  queues: Queues | undefined;
  roles: Roles;
  log: Log;
  clock: Clock;
}

/** Event source mappings from SQS queues to functions. */
export class Mappings {
  private readonly options: MappingsOptions;
  private readonly files: JsonFiles<typeof mappingSchema>;
  private readonly mappings = new Map<string, Mapping>();
  private readonly pollers = new Map<string, Poller>();
  private readonly ending = new Set<Promise<void>>();

  constructor(options: MappingsOptions) {
    this.options = options;
    this.files = new JsonFiles(join(options.directory, 'event-source-mappings'), mappingSchema);
  }

  /** Takes up what an earlier run left. */
  async start(): Promise<void> {
    for (const mapping of await this.files.load()) {
      this.mappings.set(mapping.id, mapping);
      this.poll(mapping);
    }
  }

  async create(input: unknown): Promise<object> {
    const request = parseInput(createMappingInput, input);
    const maximumConcurrency = request.ScalingConfig?.MaximumConcurrency;
    const mapping = {
      id: randomUUID(),
      functionName: request.FunctionName,
      queueArn: request.EventSourceArn,
      batchSize: request.BatchSize ?? 10,
      windowSeconds: request.MaximumBatchingWindowInSeconds ?? 0,
      ...(maximumConcurrency !== undefined && { maximumConcurrency }),
      reportsFailures: (request.FunctionResponseTypes ?? []).length > 0,
      enabled: request.Enabled ?? true,
      lastModified: this.options.clock(),
      tags: request.Tags,
    };
    this.check(mapping);
    const same = [...this.mappings.values()].some(
      ({ functionName, queueArn }) => functionName === mapping.functionName && queueArn === mapping.queueArn,
    );
    if (same) {
      const message = `An event source mapping with SQS arn (${mapping.queueArn}) and function (${mapping.functionName}) already exists.`;
      throw new AwsError('ResourceConflictException', message, { Type: 'User' }, 409);
    }
    return this.save(mapping);
  }

  async update(input: unknown): Promise<object> {
    const request = parseInput(updateMappingInput, input);
    const { maximumConcurrency: concurrencyBefore, ...before } = this.get(request.UUID);
    const scaling = request.ScalingConfig;
    const maximumConcurrency = scaling ? scaling.MaximumConcurrency : concurrencyBefore;
    const mapping = {
      ...before,
      functionName: request.FunctionName ?? before.functionName,
      batchSize: request.BatchSize ?? before.batchSize,
      windowSeconds: request.MaximumBatchingWindowInSeconds ?? before.windowSeconds,
      ...(maximumConcurrency !== undefined && { maximumConcurrency }),
      reportsFailures: request.FunctionResponseTypes
        ? request.FunctionResponseTypes.length > 0
        : before.reportsFailures,
      enabled: request.Enabled ?? before.enabled,
      lastModified: this.options.clock(),
    };
    this.check(mapping);
    return this.save(mapping);
  }

  read(input: unknown): object {
    return describe(this.get(parseInput(mappingInput, input).UUID));
  }

  list(input: unknown): object {
    const { FunctionName, EventSourceArn } = parseInput(listMappingsInput, input);
    const chosen = [...this.mappings.values()].filter(
      ({ functionName, queueArn }) =>
        (FunctionName ?? functionName) === functionName && (EventSourceArn ?? queueArn) === queueArn,
    );
    return { EventSourceMappings: chosen.map(describe) };
  }

  async delete(input: unknown): Promise<object> {
    const mapping = this.get(parseInput(mappingInput, input).UUID);
    this.mappings.delete(mapping.id);
    this.endPoller(mapping.id);
    await this.files.delete(mapping.id);
    return { ...describe(mapping), State: 'Deleting' };
  }

  tagsOf(id: string): Mapping['tags'] {
    return this.get(id).tags;
  }

  async setTags(id: string, tags: Mapping['tags']): Promise<void> {
    const mapping = { ...this.get(id), tags };
    this.mappings.set(id, mapping);
    await this.files.put(id, mapping);
  }

  stop(): void {
    for (const id of [...this.pollers.keys()]) this.endPoller(id);
  }

  async settled(): Promise<void> {
    await Promise.all(this.ending);
  }

  private get(id: string): Mapping {
    const mapping = this.mappings.get(id);
    if (!mapping) {
      const message = 'The resource you requested does not exist.';
      throw new AwsError('ResourceNotFoundException', message, { Type: 'User' }, 404);
    }
    return mapping;
  }

  private async save(mapping: Mapping): Promise<object> {
    this.mappings.set(mapping.id, mapping);
    await this.files.put(mapping.id, mapping);
    this.endPoller(mapping.id);
    this.poll(mapping);
    return describe(mapping);
  }

  private check({ batchSize, windowSeconds, functionName, queueArn }: Mapping): void {
    if (batchSize > 10 && windowSeconds === 0) {
      throw invalidParameter(
        'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
      );
    }
    const { role, timeoutSeconds } = this.options.functions.get(functionName);
    const visibility = this.source(queueArn).visibilityTimeoutSeconds();
    requirePolling(this.options.roles, role, queueArn);
    if (visibility < timeoutSeconds) {
      throw invalidParameter(
        `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
      );
    }
  }

  private source(queueArn: string): QueueSource {
    if (!this.options.queues) throw invalidParameter('There are no queues here.');
    return this.options.queues.source(queueArn);
  }

  private poll(mapping: Mapping): void {
    if (!mapping.enabled) return;
    const { invocations, log } = this.options;
    const { functionName, batchSize, windowSeconds, reportsFailures, maximumConcurrency } = mapping;
    const poller = new Poller({
      functionName,
      batchSize,
      windowSeconds,
      reportsFailures,
      log,
      source: () => this.source(mapping.queueArn),
      invoke: (payload) => invocations.run(functionName, payload),
      concurrency: () => maximumConcurrency ?? invocations.concurrencyOf(functionName),
    });
    this.pollers.set(mapping.id, poller);
  }

  private endPoller(id: string): void {
    const poller = this.pollers.get(id);
    if (!poller) return;
    this.pollers.delete(id);
    poller.stop();
    const ended = poller.settled().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }
}

/** `EventSourceMappingConfiguration` of the API. */
function describe(mapping: Mapping): Record<string, unknown> {
  const { id, functionName, maximumConcurrency } = mapping;
  return {
    UUID: id,
    EventSourceMappingArn: localArn('lambda', `event-source-mapping:${id}`),
    EventSourceArn: mapping.queueArn,
    FunctionArn: functionArn(functionName),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    FunctionResponseTypes: mapping.reportsFailures ? ['ReportBatchItemFailures'] : [],
    ...(maximumConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    LastModified: mapping.lastModified / 1000,
    State: mapping.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
  };
}
