import { randomUUID } from 'node:crypto';
import { buildSchema, isObjectType, valueFromASTUntyped } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import * as v from 'valibot';
import { replaceTablePlaceholders } from '../../../build/artifacts.ts';
import type { ApiArtifact, ResolverArtifact } from '../../../build/artifacts.ts';
import { accessRules } from '../auth/directives.ts';
import type { AccessRules } from '../auth/directives.ts';
import type { AuthorizationMode } from '../auth/caller.ts';
import type { Resolver, Step } from '../execution/resolver.ts';
import { installScalars } from '../scalars/index.ts';
import type { DataSource, LoadedCode } from '../types.ts';
import { awsDefinitions } from './definitions.ts';

/** An artifact that is ready to answer requests. */
export interface ExecutableApi {
  /** Another one after every load. */
  id: string;
  schema: GraphQLSchema;
  modes: readonly AuthorizationMode[];
  access: AccessRules;
  /** By `Type.field`. */
  resolvers: ReadonlyMap<string, Resolver>;
  /** The fields of `Subscription` that each field of `Mutation` triggers. */
  subscribers: ReadonlyMap<string, readonly string[]>;
}

/** What an API needs of the world to run its artifact. */
export interface ApiParts {
  loadCode: (source: string, fileName: string) => LoadedCode;
  dataSource: (definition: ApiArtifact['dataSources'][string], name: string) => DataSource;
  /** Physical table names by logical ones, for the placeholders in the code. */
  tableNames: Readonly<Record<string, string>>;
}

const MAX_PIPELINE_FUNCTIONS = 10;

/**
 * Makes an artifact executable: builds its schema, loads its code once and connects it to its data sources.
 * @throws where AppSync would refuse the artifact, saying what is wrong with it
 */
export function executableApi(artifact: ApiArtifact, parts: ApiParts): ExecutableApi {
  const [defaultMode] = artifact.authorization;
  if (!defaultMode) throw new Error('The API has no authorization mode');
  const schema = buildSchema(`${awsDefinitions}\n${artifact.schema}`);
  installScalars(schema);
  return {
    id: randomUUID(),
    schema,
    modes: artifact.authorization,
    access: accessRules(schema, defaultMode),
    resolvers: loadResolvers(artifact, schema, parts),
    subscribers: subscribers(schema),
  };
}

function loadResolvers(artifact: ApiArtifact, schema: GraphQLSchema, parts: ApiParts): Map<string, Resolver> {
  const load = (code: string, name: string) => parts.loadCode(replaceTablePlaceholders(code, parts.tableNames), name);
  const dataSources = mapRecord(artifact.dataSources, parts.dataSource);
  const functions = mapRecord(artifact.functions, ({ code, dataSource }, name): Step => ({
    code: load(code, `${name}.js`),
    dataSource: required(dataSources, dataSource, `Function ${name} names data source`),
  }));

  function resolver(definition: ResolverArtifact, key: string): Resolver {
    requireField(schema, key);
    const code = load(definition.code, `${key}.js`);
    if (definition.kind === 'UNIT')
      return {
        kind: 'UNIT',
        code,
        dataSource: required(dataSources, definition.dataSource, `Resolver ${key} names data source`),
      };
    if (definition.functions.length > MAX_PIPELINE_FUNCTIONS)
      throw new Error(
        `Resolver ${key} has ${definition.functions.length} functions; a pipeline has at most ${MAX_PIPELINE_FUNCTIONS}`,
      );
    return {
      kind: 'PIPELINE',
      code,
      functions: definition.functions.map((name) => required(functions, name, `Resolver ${key} names function`)),
    };
  }

  return mapRecord(artifact.resolvers, resolver);
}

function requireField(schema: GraphQLSchema, key: string): void {
  const [typeName = '', fieldName = ''] = key.split('.');
  const type = schema.getType(typeName);
  if (!isObjectType(type) || !type.getFields()[fieldName])
    throw new Error(`No field named ${fieldName} found on type ${typeName}`);
}

const Mutations = v.array(v.string());

function subscribers(schema: GraphQLSchema): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const mutations = schema.getMutationType()?.getFields() ?? {};
  for (const [field, mutation] of triggers(schema.getSubscriptionType())) {
    if (!mutations[mutation]) throw new Error(`Subscription.${field} subscribes to ${mutation}, which is no mutation`);
    found.set(mutation, [...(found.get(mutation) ?? []), field]);
  }
  return found;
}

function triggers(subscription: GraphQLObjectType | null | undefined): [field: string, mutation: string][] {
  return Object.values(subscription?.getFields() ?? {}).flatMap((field) => {
    const directive = field.astNode?.directives?.find(({ name }) => name.value === 'aws_subscribe');
    const argument = directive?.arguments?.find(({ name }) => name.value === 'mutations');
    const mutations = argument ? v.parse(Mutations, valueFromASTUntyped(argument.value)) : [];
    return mutations.map((mutation): [string, string] => [field.name, mutation]);
  });
}

function mapRecord<T, R>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => R): Map<string, R> {
  return new Map(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function required<T>(values: ReadonlyMap<string, T>, name: string, what: string): T {
  const value = values.get(name);
  if (value === undefined) throw new Error(`${what} ${name}, which does not exist`);
  return value;
}
