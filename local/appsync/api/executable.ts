import { randomUUID } from 'node:crypto';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { accessRules, type AccessRules } from '../auth/directives.ts';
import type { AuthorizationMode } from '../auth/caller.ts';
import type { Resolver, Step } from '../execution/resolver.ts';
import type { SyncConfig } from '../sync-config.ts';
import type { DataSource, LoadedCode } from '../types.ts';
import { buildApiSchema, subscribersOf } from './schema.ts';

/** What an API is made of. `Source` is what its data sources are described by. */
export interface ApiDefinition<Source> {
  /** SDL as AppSync gets it: with its directives, without their definitions. */
  schema: string;
  /** The default one first, one for each provider: `AMAZON_COGNITO_USER_POOLS` comes once for each user pool. */
  authorization: readonly AuthorizationMode[];
  /** What a field without a directive is to users of the default user pool; `ALLOW` unless given. */
  defaultAction?: 'ALLOW' | 'DENY';
  dataSources: Readonly<Record<string, Source>>;
  /** By what resolvers call them. */
  functions: Readonly<Record<string, StepDefinition>>;
  /** By `Type.field`. */
  resolvers: Readonly<Record<string, ResolverDefinition>>;
  /** `ctx.env` */
  environment?: Readonly<Record<string, string>>;
}

/** What asks a data source. */
export interface StepDefinition {
  dataSource: string;
  code: string;
  /** `maxBatchSize` of a resolver or function; 0 unless given. */
  maxBatchSize?: number;
  syncConfig?: SyncConfig;
}

export type ResolverDefinition =
  ({ kind: 'UNIT' } & StepDefinition) | { kind: 'PIPELINE'; functions: readonly string[]; code: string };

/** A definition that is ready to answer requests. */
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
  environment: Readonly<Record<string, string>>;
}

/** What an API needs of the world to run its definition. */
export interface ApiParts<Source> {
  loadCode: (source: string, fileName: string) => LoadedCode;
  dataSource: (definition: Source, name: string) => DataSource;
}

/**
 * Makes a definition executable: builds its schema, loads its code and connects it to its data sources. A resolver on a field that the schema does not
 * have is left out: it is what remains when a schema loses a field.
 * @throws where the schema is refused, or a resolver names what is not there
 */
export function executableApi<Source>(definition: ApiDefinition<Source>, parts: ApiParts<Source>): ExecutableApi {
  const { authorization: modes, defaultAction } = definition;
  if (modes.length === 0) throw new Error('The API has no authorization mode');
  const schema = buildApiSchema(definition.schema);
  return {
    id: randomUUID(),
    schema,
    modes,
    access: accessRules(schema, { modes, defaultAction }),
    resolvers: loadResolvers(definition, schema, parts),
    subscribers: subscribersOf(schema),
    environment: definition.environment ?? {},
  };
}

/** Whether `Type.field` is an object type's. */
export function hasField(schema: GraphQLSchema, typeName: string, fieldName: string): boolean {
  const type = schema.getType(typeName);
  return isObjectType(type) && Object.hasOwn(type.getFields(), fieldName);
}

function loadResolvers<Source>(
  definition: ApiDefinition<Source>,
  schema: GraphQLSchema,
  parts: ApiParts<Source>,
): Map<string, Resolver> {
  const dataSources = mapRecord(definition.dataSources, parts.dataSource);
  const step = (name: string, { code, dataSource, maxBatchSize, syncConfig }: StepDefinition, whose: string): Step => ({
    name,
    code: parts.loadCode(code, `${name}.js`),
    dataSource: required(dataSources, dataSource, `${whose} names data source`),
    ...(maxBatchSize !== undefined && { maxBatchSize }),
    ...(syncConfig && { syncConfig }),
  });
  const functions = mapRecord(definition.functions, (of, name) => step(name, of, `Function ${name}`));

  function resolver(of: ResolverDefinition, key: string): Resolver {
    if (of.kind === 'UNIT') return { kind: 'UNIT', ...step(key, of, key) };
    return {
      kind: 'PIPELINE',
      code: parts.loadCode(of.code, `${key}.js`),
      functions: of.functions.map((name) => required(functions, name, `${key} names function`)),
    };
  }

  const placed = Object.entries(definition.resolvers).filter(([key]) => {
    const [typeName = '', fieldName = ''] = key.split('.');
    return hasField(schema, typeName, fieldName);
  });
  return mapRecord(Object.fromEntries(placed), resolver);
}

function mapRecord<T, R>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => R): Map<string, R> {
  return new Map(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function required<T>(values: ReadonlyMap<string, T>, name: string, what: string): T {
  const value = values.get(name);
  if (value === undefined) throw new Error(`${what} ${name}, which does not exist`);
  return value;
}
