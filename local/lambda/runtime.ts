import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { functionArn } from '../shared/arns.ts';
import type { FunctionDefinition } from './definition.ts';
import type { EnvironmentSettings } from './execution-environment.ts';
import { codeFolder, findHandler } from './package-code.ts';
import { invalidParameter } from './schema.ts';

/** Source: AWS Lambda Developer Guide, "Using Lambda environment variables", reserved environment variables. */
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Throws `InvalidParameterValueException` for reserved names, bad names and more than 4 KB. */
export function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const taken = names.filter((name) => reserved.has(name));
  if (taken.length > 0) {
    throw invalidParameter(`The environment variables contain reserved keys that cannot be set: ${taken.join(', ')}`);
  }
  const bad = names.find((name) => !/^[a-zA-Z]\w+$/.test(name));
  if (bad !== undefined) throw invalidParameter(`The environment variable's name ${bad} is not valid.`);
  if (Buffer.byteLength(JSON.stringify(variables)) > 4096) {
    throw invalidParameter('The environment variables exceed the 4KB limit.');
  }
}

/** What the runtime itself sets for a function that has this role. */
export type RuntimeEnvironment = (of: { functionName: string; roleArn: string }) => Readonly<Record<string, string>>;

/** Where CloudWatch Logs has what an execution environment prints. */
export interface LogDestination {
  group: string;
  /** One an execution environment. */
  stream: string;
}

interface RuntimeOptions {
  /** Where functions are unpacked. */
  codeDirectory: string;
  /** What the runtime itself sets, such as credentials. */
  environment: Readonly<Record<string, string>>;
  now: number;
  onLine: (line: string, destination: LogDestination) => void;
}

/** What an execution environment of the function is started with. */
export async function environmentSettings(
  definition: FunctionDefinition,
  { codeDirectory, environment, now, onLine }: RuntimeOptions,
): Promise<EnvironmentSettings> {
  const { name, handler, memoryMb, timeoutSeconds } = definition;
  const folder = codeFolder(codeDirectory, definition.code.sha256);
  const { file, exportName } = await findHandler(folder, handler);
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  const { LogGroup: logGroupName = `/aws/lambda/${name}` } = definition.logging;
  const logStreamName = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
  return {
    moduleUrl: pathToFileURL(file).href,
    handlerName: handler,
    exportName,
    memoryMb,
    timeoutSeconds,
    onLine: (line) => {
      onLine(line, { group: logGroupName, stream: logStreamName });
    },
    env: {
      ...definition.environment,
      _HANDLER: handler,
      AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
      AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
      LAMBDA_TASK_ROOT: folder,
      ...environment,
    },
    context: {
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn(name),
      memoryLimitInMB: String(memoryMb),
      logGroupName,
      logStreamName,
    },
  };
}
