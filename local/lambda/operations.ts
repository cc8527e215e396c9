import type { Mappings } from './mappings.ts';
import type { Roles } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import type { Queues } from '../sqs/source.ts';
import { functionArn } from '../shared/arns.ts';
import { concurrencyOperations } from './concurrency.ts';
import type { ConcurrencyOperations } from './concurrency.ts';
import { describeEventInvoke, describeFunction } from './definition.ts';
import type { EventInvoke } from './definition.ts';
import { requireSending } from './execution-role.ts';
import type { Functions } from './functions.ts';
import { AwsError } from '../shared/aws-error.ts';
import { permissionOperations } from './permissions.ts';
import type { PermissionOperations } from './permissions.ts';
import { eventInvokeInput, functionInput, invalidParameter, listVersionsInput, parseInput } from './schema.ts';
import { tagOperations } from './tags.ts';
import type { TagOperations } from './tags.ts';

/** The control plane of Lambda by operation, for the routes and for callers in process. Inputs are parsed; errors are AwsErrors. */
export interface LambdaOperations extends ConcurrencyOperations, PermissionOperations, TagOperations {
  createFunction(input: unknown): Promise<object>;
  getFunction(input: unknown): object;
  getFunctionConfiguration(input: unknown): object;
  listFunctions(): object;
  /** Answers `$LATEST` alone: there are no other versions here. */
  listVersionsByFunction(input: unknown): object;
  /** Answers that there is none. */
  getFunctionCodeSigningConfig(input: unknown): object;
  updateFunctionCode(input: unknown): Promise<object>;
  updateFunctionConfiguration(input: unknown): Promise<object>;
  deleteFunction(input: unknown): Promise<void>;
  /** Replaces all settings. */
  putFunctionEventInvokeConfig(input: unknown): Promise<object>;
  /** Replaces the settings that it has. */
  updateFunctionEventInvokeConfig(input: unknown): Promise<object>;
  getFunctionEventInvokeConfig(input: unknown): object;
  deleteFunctionEventInvokeConfig(input: unknown): Promise<void>;
  createEventSourceMapping(input: unknown): Promise<object>;
  updateEventSourceMapping(input: unknown): Promise<object>;
  getEventSourceMapping(input: unknown): object;
  listEventSourceMappings(input: unknown): object;
  deleteEventSourceMapping(input: unknown): Promise<object>;
}

interface OperationsOptions {
  functions: Functions;
  mappings: Mappings;
  roles: Roles;
  queues: Queues | undefined;
  clock: Clock;
}

export function lambdaOperations({ functions, mappings, roles, queues, clock }: OperationsOptions): LambdaOperations {
  const nameIn = (input: unknown) => parseInput(functionInput, input).FunctionName;

  function isThere(queueArn: string): boolean {
    try {
      return queues?.source(queueArn) !== undefined;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }

  async function setEventInvoke(input: unknown, keep: boolean): Promise<object> {
    const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = parseInput(
      eventInvokeInput,
      input,
    );
    const onFailure = DestinationConfig?.OnFailure?.Destination;
    const onSuccess = DestinationConfig?.OnSuccess?.Destination;
    const { role } = functions.get(FunctionName);
    for (const queueArn of [onFailure, onSuccess]) {
      if (queueArn === undefined) continue;
      if (!isThere(queueArn)) throw invalidParameter(`The destination ARN ${queueArn} is invalid.`);
      requireSending(roles, role, queueArn);
    }
    const given: EventInvoke = {
      lastModified: clock(),
      ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds !== undefined && { maximumEventAgeSeconds: MaximumEventAgeInSeconds }),
      ...(onFailure !== undefined && { onFailure }),
      ...(onSuccess !== undefined && { onSuccess }),
    };
    const eventInvoke = { ...(keep ? functions.get(FunctionName).eventInvoke : {}), ...given };
    await functions.set(FunctionName, (definition) => ({ ...definition, eventInvoke }));
    return describeEventInvoke(FunctionName, eventInvoke);
  }

  return {
    ...concurrencyOperations(functions),
    ...permissionOperations(functions),
    ...tagOperations(functions, mappings),
    createFunction: async (input) => describeFunction(await functions.create(input)),
    getFunction(input) {
      const definition = functions.get(nameIn(input));
      const { tags, reservedConcurrency } = definition;
      return {
        Configuration: describeFunction(definition),
        Code: { RepositoryType: 'S3' },
        ...(Object.keys(tags).length > 0 && { Tags: tags }),
        ...(reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
        }),
      };
    },
    getFunctionConfiguration: (input) => describeFunction(functions.get(nameIn(input))),
    listFunctions: () => ({ Functions: functions.list().map(describeFunction) }),
    listVersionsByFunction(input) {
      const definition = functions.get(parseInput(listVersionsInput, input).FunctionName);
      return {
        Versions: [{ ...describeFunction(definition), FunctionArn: `${functionArn(definition.name)}:$LATEST` }],
      };
    },
    getFunctionCodeSigningConfig: (input) => ({ FunctionName: functions.get(nameIn(input)).name }),
    updateFunctionCode: async (input) => describeFunction(await functions.updateCode(input)),
    updateFunctionConfiguration: async (input) => describeFunction(await functions.updateConfiguration(input)),
    deleteFunction: (input) => functions.delete(nameIn(input)),
    putFunctionEventInvokeConfig: (input) => setEventInvoke(input, false),
    updateFunctionEventInvokeConfig: (input) => setEventInvoke(input, true),
    getFunctionEventInvokeConfig(input) {
      const { name, eventInvoke } = functions.get(nameIn(input));
      if (!eventInvoke) {
        const message = `The function ${name} doesn't have an EventInvokeConfig`;
        throw new AwsError('ResourceNotFoundException', message, { Type: 'User' }, 404);
      }
      return describeEventInvoke(name, eventInvoke);
    },
    async deleteFunctionEventInvokeConfig(input) {
      await functions.set(nameIn(input), ({ eventInvoke: _removed, ...definition }) => definition);
    },
    createEventSourceMapping: (input) => mappings.create(input),
    updateEventSourceMapping: (input) => mappings.update(input),
    getEventSourceMapping: (input) => mappings.read(input),
    listEventSourceMappings: (input) => mappings.list(input),
    deleteEventSourceMapping: (input) => mappings.delete(input),
  };
}
