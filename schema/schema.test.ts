import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  visit,
  type DefinitionNode,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { APPSYNC_DEFINITIONS, readSchema } from '../build/schema.ts';
import { accessRules } from '../local/appsync/auth/directives.ts';
import { caller, callersOfNoOrganization } from '../resolvers/testing/rows.ts';

const directory = import.meta.dirname;
const files = (await readdir(directory)).filter((name) => name.endsWith('.graphql'));
const appsync = await readFile(join(directory, APPSYNC_DEFINITIONS), 'utf8');
const deployed = await readSchema(directory);
const schema = buildSchema(`${appsync}\n${deployed}`);

interface Described {
  name: { value: string };
  description?: { value: string } | undefined;
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];

describe('the schema', () => {
  it.each(files)('%s describes all that it defines', async (file) => {
    const undescribed: string[] = [];
    const check = ({ name, description }: Described) => {
      if (!description?.value.trim()) undescribed.push(name.value);
    };
    visit(parse(await readFile(join(directory, file), 'utf8')), {
      ObjectTypeDefinition: check,
      InputObjectTypeDefinition: check,
      EnumTypeDefinition: check,
      ScalarTypeDefinition: check,
      // The arguments of AppSync's own directives are not Sonde's to describe.
      DirectiveDefinition: (node) => {
        check(node);
        return false;
      },
      FieldDefinition: check,
      InputValueDefinition: check,
      EnumValueDefinition: check,
    });
    expect(undescribed).toEqual([]);
  });

  it('leaves AppSync’s own definitions out of what is deployed', () => {
    const kinds = new Set(parse(deployed).definitions.map(({ kind }) => kind));
    for (const kind of [Kind.SCALAR_TYPE_DEFINITION, Kind.DIRECTIVE_DEFINITION]) expect(kinds).not.toContain(kind);
    expect([...kinds].filter((kind) => kind.endsWith('Extension'))).toEqual([]);
    expect(appsync).toContain('scalar AWSDateTime');
  });

  it('uses no other scalar than GraphQL’s and AppSync’s', () => {
    const known = new Set(parse(appsync).definitions.flatMap(nameOfScalar));
    const used = Object.values(schema.getTypeMap()).filter(
      (type) => 'serialize' in type && !isSpecifiedScalarType(type),
    );
    for (const { name } of used.filter((type) => !('getValues' in type))) expect(known).toContain(name);
  });

  it('names who may have what by directives that work with several modes', () => {
    const used = new Set<string>();
    visit(parse(deployed), { Directive: (node) => void used.add(node.name.value) });
    expect([...used].sort()).toEqual(['aws_cognito_user_pools', 'aws_iam', 'aws_subscribe']);
  });
});

describe('what IAM may call', () => {
  const access = accessRules(schema, { modes: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'] });
  const roots = ROOTS.flatMap((typeName) => {
    const type = schema.getType(typeName);
    return isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ typeName, field })) : [];
  });
  const role = {
    mode: 'AWS_IAM' as const,
    identity: callersOfNoOrganization['a role of AWS'],
    allowsField: () => true,
  };
  const person = { mode: 'AMAZON_COGNITO_USER_POOLS' as const, identity: caller };
  const forRoles = roots.filter(({ typeName, field }) => access.allows(role, typeName, field.name));

  it('is to publish, and nothing else', () => {
    expect(forRoles.map(({ typeName, field }) => `${typeName}.${field.name}`)).toEqual([
      'Mutation.publishExport',
      'Mutation.publishReadings',
    ]);
  });

  it('can be read by it and by subscribers, all the way down', () => {
    const below = forRoles.flatMap(({ field }) => objectTypesOf(getNamedType(field.type)));
    expect(below).toEqual([
      'ExportEvent',
      'Export',
      'ExportRecipient',
      'ExportFile',
      'ExportError',
      'ReadingBatch',
      'Reading',
    ]);
    for (const typeName of below) {
      const type = schema.getType(typeName);
      for (const field of isObjectType(type) ? Object.keys(type.getFields()) : []) {
        expect(access.allows(role, typeName, field), `${typeName}.${field} for IAM`).toBe(true);
        expect(access.allows(person, typeName, field), `${typeName}.${field} for a person`).toBe(true);
      }
    }
  });
});

function nameOfScalar(definition: DefinitionNode): string[] {
  return definition.kind === Kind.SCALAR_TYPE_DEFINITION ? [definition.name.value] : [];
}

/** The names of the object types from `type` downwards, each once. */
function objectTypesOf(type: GraphQLNamedType, seen: string[] = []): string[] {
  if (!isObjectType(type) || isIntrospectionType(type) || seen.includes(type.name)) return seen;
  seen.push(type.name);
  for (const field of Object.values(type.getFields())) objectTypesOf(getNamedType(field.type), seen);
  return seen;
}
