import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';

/** Inputs as AWS Lambda API Reference has them; a member that is missing here is refused by name. */

function integer(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

/** Text of this form. */
export function text(form: RegExp, message: string) {
  return v.pipe(v.string(), v.regex(form, message));
}

const strings = v.record(v.string(), v.string());

export const tagKey = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

/** Source: AWS Lambda Developer Guide, "Using tags on Lambda functions", requirements. */
export const tags = v.pipe(
  v.record(
    v.pipe(tagKey, v.regex(/^(?!aws:)/i, 'Keys that begin with aws: are reserved')),
    v.pipe(v.string(), v.maxLength(256)),
  ),
  v.check((all) => Object.keys(all).length <= 50, 'A resource has at most 50 tags'),
);

/** The name in a function's name, partial ARN or ARN, with or without `:$LATEST`. */
export const functionName = v.pipe(
  v.string(),
  v.transform((text) => text.replace(/:\$LATEST$/, '').replace(/^.*:function:/, '')),
  v.regex(/^[\w-]{1,64}$/, 'Must be the name or ARN of a function, unqualified or $LATEST'),
);

const zipFile = v.union([v.instance(Uint8Array), v.pipe(v.string(), v.base64(), v.transform(decodeBase64))]);

function decodeBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

const logLevels = ['DEBUG', 'INFO', 'WARN'] as const;

/** Source: AWS Lambda API Reference, "CreateFunction" and "LoggingConfig". */
const configuration = {
  Description: v.optional(v.pipe(v.string(), v.maxLength(256))),
  Environment: v.optional(v.strictObject({ Variables: v.optional(strings, {}) })),
  EphemeralStorage: v.optional(v.strictObject({ Size: integer(512, 10_240) })),
  Handler: v.optional(v.pipe(text(/^[^\s]+\.[^\s.]+$/, 'Must have the form file.export'), v.maxLength(128))),
  /** Empty for none. Nothing is encrypted here: the key is kept as it was given. */
  KMSKeyArn: v.optional(text(/^$|^arn:aws[\w-]*:kms:[\w-]+:\d{12}:\S+$/, 'Must be the ARN of a KMS key')),
  LoggingConfig: v.optional(
    v.pipe(
      v.strictObject({
        LogFormat: v.optional(v.picklist(['Text', 'JSON'])),
        ApplicationLogLevel: v.optional(v.picklist(['TRACE', ...logLevels, 'ERROR', 'FATAL'])),
        SystemLogLevel: v.optional(v.picklist(logLevels)),
        LogGroup: v.optional(text(/^[\w./#-]{1,512}$/, 'Must be the name of a log group')),
      }),
      v.check(
        ({ LogFormat, ApplicationLogLevel, SystemLogLevel }) =>
          LogFormat === 'JSON' || (ApplicationLogLevel ?? SystemLogLevel) === undefined,
        'Log levels need the log format JSON',
      ),
    ),
  ),
  MemorySize: v.optional(integer(128, 10_240)),
  Role: v.optional(text(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'Must be the ARN of a role')),
  Runtime: v.optional(v.picklist(['nodejs20.x', 'nodejs22.x', 'nodejs24.x'])),
  Timeout: v.optional(integer(1, 900)),
  TracingConfig: v.optional(v.strictObject({ Mode: v.picklist(['Active', 'PassThrough']) })),
};

const architectures = v.pipe(v.array(v.picklist(['arm64', 'x86_64'])), v.length(1));

export const createFunctionInput = v.strictObject({
  ...configuration,
  FunctionName: functionName,
  Architectures: v.optional(architectures, ['x86_64']),
  Code: v.strictObject({ ZipFile: zipFile }),
  Handler: v.nonOptional(configuration.Handler),
  PackageType: v.optional(v.literal('Zip')),
  Publish: v.optional(v.literal(false)),
  Role: v.nonOptional(configuration.Role),
  Runtime: v.nonOptional(configuration.Runtime),
  Tags: v.optional(tags, {}),
});
export const updateConfigurationInput = v.strictObject({ ...configuration, FunctionName: functionName });
export const updateCodeInput = v.strictObject({
  FunctionName: functionName,
  ZipFile: zipFile,
  Architectures: v.optional(architectures),
  Publish: v.optional(v.literal(false)),
});
const qualified = {
  FunctionName: functionName,
  Qualifier: v.optional(v.literal('$LATEST', 'There are no versions and aliases here, only $LATEST')),
};
export const functionInput = v.strictObject(qualified);
export const listVersionsInput = v.strictObject({
  FunctionName: functionName,
  Marker: v.optional(v.string()),
  MaxItems: v.optional(v.union([v.number(), v.pipe(v.string(), v.digits())])),
});
export const concurrencyInput = v.strictObject({
  FunctionName: functionName,
  ReservedConcurrentExecutions: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const destination = v.optional(
  v.object({
    Destination: v.optional(
      v.pipe(v.string(), v.regex(/^arn:aws:sqs:/, 'Only the ARN of an SQS queue is supported here as a destination')),
    ),
  }),
);
export const eventInvokeInput = v.strictObject({
  ...qualified,
  MaximumRetryAttempts: v.optional(integer(0, 2)),
  MaximumEventAgeInSeconds: v.optional(integer(60, 21_600)),
  DestinationConfig: v.optional(v.strictObject({ OnFailure: destination, OnSuccess: destination })),
});

const mapping = {
  BatchSize: v.optional(integer(1, 10_000)),
  Enabled: v.optional(v.boolean()),
  FunctionResponseTypes: v.optional(v.array(v.literal('ReportBatchItemFailures'))),
  MaximumBatchingWindowInSeconds: v.optional(integer(0, 300)),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(integer(2, 1000)) })),
};
export const createMappingInput = v.strictObject({
  ...mapping,
  EventSourceArn: v.pipe(
    v.string(),
    v.regex(/^arn:aws:sqs:/, 'Only the ARN of an SQS queue is supported here as an event source'),
  ),
  FunctionName: functionName,
  Tags: v.optional(tags, {}),
});
export const updateMappingInput = v.strictObject({
  ...mapping,
  FunctionName: v.optional(functionName),
  UUID: v.string(),
});
export const mappingInput = v.object({ UUID: v.string() });
export const listMappingsInput = v.object({
  FunctionName: v.optional(functionName),
  EventSourceArn: v.optional(v.string()),
});

/** Parses an operation's input. Throws the AwsError that Lambda answers to a wrong parameter. */
export function parseInput<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue) ?? 'request';
  throw invalidParameter(
    issue.type === 'strict_object' ? `${path} is not supported here.` : `${path}: ${issue.message}`,
  );
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { Type: 'User' });
}
