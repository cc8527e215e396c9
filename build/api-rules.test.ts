import { resolve } from 'node:path';
import { buildSchema, getNamedType, isObjectType, type GraphQLNamedType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildApi } from './api.ts';
import { replaceTablePlaceholders } from './artifacts.ts';
import { awsDefinitions } from '../local/appsync/api/definitions.ts';
import { accessRules } from '../local/appsync/auth/directives.ts';
import { caller } from '../resolvers/testing/rows.ts';

const api = await buildApi(resolve(import.meta.dirname, '..'));
const schema = buildSchema(`${awsDefinitions}\n${api.schema}`);
const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
const rootFields = rootTypes.flatMap((type) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({ key: `${type?.name}.${field.name}`, field })),
);
const code = [...Object.entries(api.functions), ...Object.entries(api.resolvers)];

/** The steps of a field, in the order that they run. */
function stepsOf(key: string): readonly string[] {
  const resolver = api.resolvers[key];
  return resolver?.kind === 'PIPELINE' ? resolver.functions : [];
}

/** The names of the object types that an answer of `type` can hold. */
function reachable(type: GraphQLNamedType, seen = new Set<string>()): Set<string> {
  if (!isObjectType(type) || seen.has(type.name)) return seen;
  seen.add(type.name);
  for (const field of Object.values(type.getFields())) reachable(getNamedType(field.type), seen);
  return seen;
}

describe('the API', () => {
  it('has a resolver for every root field, and no other', () => {
    expect(Object.keys(api.resolvers).sort()).toEqual(rootFields.map(({ key }) => key).sort());
  });

  it('names functions and data sources that it has, and has none that nobody names', () => {
    const functions = new Set(Object.keys(api.resolvers).flatMap(stepsOf));
    expect([...functions].sort()).toEqual(Object.keys(api.functions).sort());
    const named = code.flatMap(([, each]) => ('dataSource' in each ? [each.dataSource] : []));
    expect([...new Set(named)].sort()).toEqual(Object.keys(api.dataSources).sort());
    const tables = Object.values(api.dataSources).flatMap((source) =>
      'rights' in source ? Object.keys(source.rights) : [],
    );
    expect([...new Set(tables)].sort()).toEqual(Object.keys(api.tables).sort());
  });

  it('gives every answer with devices their newest readings', () => {
    const withDevices = rootFields.filter(({ field }) => reachable(getNamedType(field.type)).has('Device'));
    expect(withDevices.length).toBeGreaterThan(0);
    for (const { key } of withDevices) expect(stepsOf(key), key).toContain('attachLatest');
  });

  it('gives every answer with exports that may have files their links', () => {
    const linked = rootFields.filter(({ key }) => stepsOf(key).includes('attachFileUrls'));
    expect(linked.map(({ key }) => key)).toEqual(['Query.export', 'Query.exports', 'Mutation.requestExport']);
  });

  it('lets only active identities change or subscribe to anything', () => {
    for (const { key } of rootFields) {
      if (key.startsWith('Query.') || key.startsWith('Mutation.publish')) continue;
      expect(stepsOf(key)[0], key).toBe('requireActive');
    }
  });

  it('lets only those publish who sign with a role of AWS', () => {
    const access = accessRules(schema, { modes: api.authorization });
    const identity = { ...caller, groups: ['ADMINISTRATOR', 'OPERATOR', 'VIEWER'] };
    const publishers = rootFields.filter(({ key }) => key.startsWith('Mutation.publish'));
    expect(publishers).toHaveLength(2);
    for (const { key, field } of publishers) {
      expect(access.allows({ mode: 'AMAZON_COGNITO_USER_POOLS', identity }, 'Mutation', field.name), key).toBe(false);
    }
  });

  it('lets nobody change or delete an audit event', () => {
    const rights = Object.entries(api.dataSources).flatMap(([name, source]) =>
      'rights' in source && source.rights.auditEvents ? [[name, source.rights.auditEvents] as const] : [],
    );
    expect(rights.length).toBeGreaterThan(1);
    for (const [name, actions] of rights) {
      expect(actions, name).toEqual([name === 'auditEvents' ? 'dynamodb:Query' : 'dynamodb:PutItem']);
    }
  });

  it('leaves no placeholder when every table has a name', () => {
    const names = Object.fromEntries(Object.keys(api.tables).map((table) => [table, `sonde-test-${table}`]));
    for (const [name, each] of code) expect(replaceTablePlaceholders(each.code, names), name).not.toContain('__TABLE_');
  });
});
