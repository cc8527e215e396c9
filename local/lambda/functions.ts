import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { functionArn } from '../shared/arns.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { Roles } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import { definitionSchema } from './definition.ts';
import type { FunctionDefinition } from './definition.ts';
import { assumableRole } from './execution-role.ts';
import { JsonFiles } from './json-files.ts';
import { removeUnused, unpack } from './package-code.ts';
import { checkEnvironment } from './runtime.ts';
import { createFunctionInput, parseInput, updateCodeInput, updateConfigurationInput } from './schema.ts';

interface FunctionsOptions {
  directory: string;
  clock: Clock;
  roles: Roles;
  /** Called when code or configuration of a function changed, or the function is gone. */
  changed: (name: string) => void;
}

/** The functions of the account: definitions and code on disk. */
export class Functions {
  readonly codeDirectory: string;
  private readonly clock: Clock;
  private readonly roles: Roles;
  private readonly changed: (name: string) => void;
  private readonly files: JsonFiles<typeof definitionSchema>;
  private readonly definitions = new Map<string, FunctionDefinition>();

  private constructor({ directory, clock, roles, changed }: FunctionsOptions) {
    this.codeDirectory = join(directory, 'code');
    this.files = new JsonFiles(join(directory, 'functions'), definitionSchema);
    this.clock = clock;
    this.roles = roles;
    this.changed = changed;
  }

  static async load(options: FunctionsOptions): Promise<Functions> {
    const functions = new Functions(options);
    for (const definition of await functions.files.load()) functions.definitions.set(definition.name, definition);
    await removeUnused(
      functions.codeDirectory,
      functions.list().map(({ code }) => code.sha256),
    );
    return functions;
  }

  list(): FunctionDefinition[] {
    return [...this.definitions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws `ResourceNotFoundException`. */
  get(name: string): FunctionDefinition {
    const definition = this.definitions.get(name);
    if (!definition) {
      const message = `Function not found: ${functionArn(name)}`;
      throw new AwsError('ResourceNotFoundException', message, { Type: 'User' }, 404);
    }
    return definition;
  }

  async create(input: unknown): Promise<FunctionDefinition> {
    const request = parseInput(createFunctionInput, input);
    const name = request.FunctionName;
    const variables = request.Environment?.Variables ?? {};
    checkEnvironment(variables);
    assumableRole(this.roles, request.Role);
    const code = await unpack(request.Code.ZipFile, this.codeDirectory);
    if (this.definitions.has(name)) {
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, { Type: 'User' }, 409);
    }
    return this.save({
      name,
      runtime: request.Runtime,
      handler: request.Handler,
      role: request.Role,
      description: request.Description ?? '',
      timeoutSeconds: request.Timeout ?? 3,
      memoryMb: request.MemorySize ?? 128,
      ephemeralStorageMb: request.EphemeralStorage?.Size ?? 512,
      environment: variables,
      architectures: request.Architectures,
      tracing: request.TracingConfig?.Mode ?? 'PassThrough',
      logging: defined(request.LoggingConfig ?? {}),
      ...encryption(request.KMSKeyArn),
      tags: request.Tags,
      code,
      ...this.revision(),
    });
  }

  async updateCode(input: unknown): Promise<FunctionDefinition> {
    const { FunctionName, ZipFile, Architectures } = parseInput(updateCodeInput, input);
    this.get(FunctionName);
    const code = await unpack(ZipFile, this.codeDirectory);
    const before = this.get(FunctionName);
    return this.save({ ...before, architectures: Architectures ?? before.architectures, code, ...this.revision() });
  }

  async updateConfiguration(input: unknown): Promise<FunctionDefinition> {
    const request = parseInput(updateConfigurationInput, input);
    const { kmsKeyArn, ...before } = this.get(request.FunctionName);
    const environment = request.Environment?.Variables ?? before.environment;
    checkEnvironment(environment);
    const role = request.Role ?? before.role;
    assumableRole(this.roles, role);
    return this.save({
      ...before,
      runtime: request.Runtime ?? before.runtime,
      handler: request.Handler ?? before.handler,
      role,
      description: request.Description ?? before.description,
      timeoutSeconds: request.Timeout ?? before.timeoutSeconds,
      memoryMb: request.MemorySize ?? before.memoryMb,
      ephemeralStorageMb: request.EphemeralStorage?.Size ?? before.ephemeralStorageMb,
      environment,
      tracing: request.TracingConfig?.Mode ?? before.tracing,
      logging: request.LoggingConfig ? defined(request.LoggingConfig) : before.logging,
      ...encryption(request.KMSKeyArn ?? kmsKeyArn),
      ...this.revision(),
    });
  }

  /** Changes what does not concern running code, such as the settings of asynchronous invocations. */
  async set(name: string, change: (definition: FunctionDefinition) => FunctionDefinition): Promise<FunctionDefinition> {
    const definition = change(this.get(name));
    this.definitions.set(name, definition);
    await this.files.put(name, definition);
    return definition;
  }

  async delete(name: string): Promise<void> {
    this.get(name);
    this.definitions.delete(name);
    this.changed(name);
    await this.files.delete(name);
  }

  private async save(definition: FunctionDefinition): Promise<FunctionDefinition> {
    this.definitions.set(definition.name, definition);
    this.changed(definition.name);
    await this.files.put(definition.name, definition);
    return definition;
  }

  private revision(): Pick<FunctionDefinition, 'lastModified' | 'revisionId'> {
    return { lastModified: this.clock(), revisionId: randomUUID() };
  }
}

function encryption(kmsKeyArn: string | undefined): Pick<FunctionDefinition, 'kmsKeyArn'> {
  return kmsKeyArn ? { kmsKeyArn } : {};
}

function defined(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
