import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, isObjectType, type GraphQLObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { APPSYNC_DEFINITIONS, readSchema } from '../build/schema.ts';
import { accessRules } from '../local/appsync/auth/directives.ts';
import { caller } from '../resolvers/testing/rows.ts';
import { accessPage } from './access-page.ts';
import { CALLERS, type Row } from './access-rows.ts';
import { access } from './access.ts';

const directory = import.meta.dirname;
const appsync = await readFile(join(directory, APPSYNC_DEFINITIONS), 'utf8');
const schema = buildSchema(`${appsync}\n${await readSchema(directory)}`);
const types = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
const isRoot = (type: GraphQLObjectType): boolean => roots.includes(type);
const fieldsOf = (type: GraphQLObjectType): string[] => Object.keys(type.getFields()).sort();
const rootRows: Readonly<Record<string, Row>> = access.roots;
const objectRows: Readonly<Record<string, Readonly<Record<string, Row>>>> = access.objects;

describe('the table of who may what', () => {
  it('has a row for every field that a request begins with, and no other', () => {
    const fields = types.filter(isRoot).flatMap((type) => fieldsOf(type).map((field) => `${type.name}.${field}`));
    expect(Object.keys(rootRows).sort()).toEqual(fields.sort());
  });

  it('has a row for every field of every object type, and no other', () => {
    const fields = types.filter((type) => !isRoot(type)).map((type) => [type.name, fieldsOf(type)]);
    const named = Object.entries(objectRows).map(([type, rows]) => [type, Object.keys(rows).sort()]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(fields));
  });

  it('agrees with the directives about roles', () => {
    const rules = accessRules(schema, { modes: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'] });
    const member = (group: string) => ({
      mode: 'AMAZON_COGNITO_USER_POOLS' as const,
      identity: { ...caller, groups: [group] },
    });
    for (const [field, row] of Object.entries(rootRows)) {
      const [type = '', name = ''] = field.split('.');
      for (const role of ['viewer', 'operator', 'administrator'] as const)
        expect(rules.allows(member(CALLERS[role]), type, name), `${field} for ${role}`).toBe(row[role] !== 'denied');
    }
  });

  it('is read on a page that says which is whose', () => {
    const [line] = accessPage()
      .split('\n')
      .filter((each) => each.includes('`updateDevice`'));
    expect(line).toBe(
      '| `updateDevice` | denied | allowed | allowed | denied, suspended | not found | refused (401) | refused (401) | refused (401) | refused (401) |',
    );
  });
});
