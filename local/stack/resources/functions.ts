import type { FunctionArtifact } from '../../../build/artifacts.ts';
import type { Lambda } from '../../lambda/lambda.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import type { ServicePrincipal } from '../../shared/ports.ts';
import { physicalName } from '../names.ts';
import { ensureRole, type Iam } from './roles.ts';

interface FunctionsToMake {
  functions: Readonly<Record<string, FunctionArtifact>>;
  zips: Readonly<Record<string, Uint8Array>>;
  environments: Readonly<Record<string, Record<string, string>>>;
}

/** Gives every function a role, a log group, its code and its environment of this start. */
export async function ensureFunctions(
  { lambda, iam, logs }: { lambda: Lambda; iam: Iam; logs: { call: JsonCaller } },
  { functions, zips, environments }: FunctionsToMake,
): Promise<void> {
  await Promise.all(
    Object.entries(functions).map(async ([name, artifact]) => {
      const Role = await ensureRole(iam, name, 'lambda.amazonaws.com');
      await unlessThere('ResourceAlreadyExistsException', () =>
        logs.call('CreateLogGroup', { logGroupName: `/aws/lambda/${physicalName(name)}` }),
      );
      await ensureFunction(lambda, name, artifact, { Role, ZipFile: zips[name], Variables: environments[name] });
    }),
  );
}

interface FunctionParts {
  Role: string;
  ZipFile: Uint8Array | undefined;
  Variables: Record<string, string> | undefined;
}

async function ensureFunction(
  lambda: Lambda,
  name: string,
  artifact: FunctionArtifact,
  { Role, ZipFile, Variables }: FunctionParts,
): Promise<void> {
  const FunctionName = physicalName(name);
  const configuration = {
    FunctionName,
    Description: artifact.description,
    Handler: artifact.handler,
    Runtime: 'nodejs22.x',
    Role,
    Timeout: artifact.timeoutSeconds,
    MemorySize: artifact.memoryMb,
    Environment: { Variables },
  };
  const made = await unlessThere('ResourceConflictException', () =>
    lambda.createFunction({ ...configuration, Code: { ZipFile } }),
  );
  if (made) return;
  await lambda.updateFunctionCode({ FunctionName, ZipFile });
  await lambda.updateFunctionConfiguration(configuration);
}

/** Lets a service invoke a function, for one resource of it: of several with the same name the last. */
export async function permit(
  lambda: Lambda,
  name: string,
  StatementId: string,
  { service, sourceArn }: ServicePrincipal,
): Promise<void> {
  const FunctionName = physicalName(name);
  const permission = {
    FunctionName,
    StatementId,
    Action: 'lambda:InvokeFunction',
    Principal: service,
    SourceArn: sourceArn,
  };
  if (await unlessThere('ResourceConflictException', () => lambda.addPermission(permission))) return;
  await lambda.removePermission({ FunctionName, StatementId });
  await lambda.addPermission(permission);
}
