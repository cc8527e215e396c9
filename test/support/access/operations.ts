import { buildSchema, getNamedType, isObjectType, type GraphQLField, type GraphQLOutputType } from 'graphql';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { APPSYNC_DEFINITIONS, readSchema } from '../../../build/schema.ts';
import type { RootField } from '../../../schema/access.ts';

const directory = resolve(import.meta.dirname, '../../../schema');
const appsync = await readFile(join(directory, APPSYNC_DEFINITIONS), 'utf8');
const schema = buildSchema(`${appsync}\n${await readSchema(directory)}`);

const operations = new Map<RootField, string>();

/** An operation that asks for a field with all of its arguments as variables, and for all that there is below it. */
export function operationOf(rootField: RootField): string {
  const known = operations.get(rootField);
  if (known !== undefined) return known;
  const operation = writeOperation(rootField);
  operations.set(rootField, operation);
  return operation;
}

function writeOperation(rootField: RootField): string {
  const { type, name, field } = find(rootField);
  const variables = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const values = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const head = `${type.toLowerCase()}${variables && ` (${variables})`}`;
  return `${head} {\n  ${name}${values && `(${values})`}${selection(field.type)}\n}`;
}

function selection(of: GraphQLOutputType): string {
  const type = getNamedType(of);
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map((field) => `${field.name}${selection(field.type)}`);
  return ` { ${fields.join(' ')} }`;
}

/** Which fields of which types an answer has, such as `Device.name`, null or not. @param data of an {@link operationOf} */
export function fieldsIn(rootField: RootField, data: Readonly<Record<string, unknown>>): Set<string> {
  const { name, field } = find(rootField);
  const found = new Set<string>();
  collect(field.type, data[name], found);
  return found;
}

function collect(of: GraphQLOutputType, value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(of, item, found);
    return;
  }
  const type = getNamedType(of);
  if (!isObjectType(type) || typeof value !== 'object' || value === null) return;
  const fields = type.getFields();
  for (const [name, below] of Object.entries(value)) {
    found.add(`${type.name}.${name}`);
    const field = fields[name];
    if (field) collect(field.type, below, found);
  }
}

function find(rootField: RootField): { type: string; name: string; field: GraphQLField<unknown, unknown> } {
  const [type = '', name = ''] = rootField.split('.');
  const root = schema.getType(type);
  const field = isObjectType(root) ? root.getFields()[name] : undefined;
  if (!field) throw new Error(`The schema has no ${rootField}`);
  return { type, name, field };
}
