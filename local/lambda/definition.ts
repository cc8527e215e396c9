import * as v from 'valibot';
import { functionArn } from '../shared/arns.ts';

const strings = v.record(v.string(), v.string());

const eventInvokeSchema = v.object({
  lastModified: v.number(),
  maximumRetryAttempts: v.exactOptional(v.number()),
  maximumEventAgeSeconds: v.exactOptional(v.number()),
  onFailure: v.exactOptional(v.string()),
  onSuccess: v.exactOptional(v.string()),
});
export type EventInvoke = v.InferOutput<typeof eventInvokeSchema>;

/** A statement of a function's resource-based policy, as the policy document has it. */
const statementSchema = v.object({
  Sid: v.string(),
  Effect: v.literal('Allow'),
  Principal: v.union([v.literal('*'), v.object({ AWS: v.string() }), v.object({ Service: v.string() })]),
  Action: v.string(),
  Resource: v.string(),
  Condition: v.exactOptional(v.record(v.string(), strings)),
});
export type Statement = v.InferOutput<typeof statementSchema>;

/** A function as it is kept on disk. */
export const definitionSchema = v.object({
  name: v.string(),
  runtime: v.string(),
  handler: v.string(),
  role: v.string(),
  description: v.string(),
  timeoutSeconds: v.number(),
  memoryMb: v.number(),
  ephemeralStorageMb: v.number(),
  environment: strings,
  architectures: v.array(v.string()),
  tracing: v.string(),
  logging: v.record(v.string(), v.string()),
  kmsKeyArn: v.exactOptional(v.string()),
  tags: strings,
  code: v.object({ sha256: v.string(), size: v.number() }),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
  revisionId: v.string(),
  reservedConcurrency: v.exactOptional(v.number()),
  eventInvoke: v.exactOptional(eventInvokeSchema),
  /** Absent where it would have no statement. */
  policy: v.exactOptional(v.object({ revisionId: v.string(), statements: v.array(statementSchema) })),
});
export type FunctionDefinition = v.InferOutput<typeof definitionSchema>;

/** `FunctionConfiguration` of the API. */
export function describeFunction(definition: FunctionDefinition): Record<string, unknown> {
  const { name, environment, logging, kmsKeyArn } = definition;
  return {
    FunctionName: name,
    FunctionArn: functionArn(name),
    Runtime: definition.runtime,
    Role: definition.role,
    Handler: definition.handler,
    CodeSize: definition.code.size,
    CodeSha256: definition.code.sha256,
    Description: definition.description,
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memoryMb,
    LastModified: new Date(definition.lastModified).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: environment } }),
    ...(kmsKeyArn !== undefined && { KMSKeyArn: kmsKeyArn }),
    TracingConfig: { Mode: definition.tracing },
    RevisionId: definition.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: definition.architectures,
    EphemeralStorage: { Size: definition.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { ...defaultLogging(definition), ...logging },
  };
}

/** Source: AWS Lambda Developer Guide, "Configuring advanced logging controls for Lambda functions". */
function defaultLogging({ name, logging }: FunctionDefinition): Record<string, string> {
  const levels = { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' };
  return { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`, ...(logging.LogFormat === 'JSON' && levels) };
}

/** `FunctionEventInvokeConfig` of the API. */
export function describeEventInvoke(name: string, config: EventInvoke): Record<string, unknown> {
  const { maximumRetryAttempts, maximumEventAgeSeconds, onFailure, onSuccess } = config;
  return {
    LastModified: config.lastModified / 1000,
    FunctionArn: `${functionArn(name)}:$LATEST`,
    ...(maximumRetryAttempts !== undefined && { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeSeconds !== undefined && { MaximumEventAgeInSeconds: maximumEventAgeSeconds }),
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  };
}
