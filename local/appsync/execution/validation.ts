import {
  FieldsOnCorrectTypeRule,
  getNamedType,
  isCompositeType,
  isInputObjectType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  KnownArgumentNamesRule,
  KnownTypeNamesRule,
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  specifiedRules,
  TypeInfo,
  validate,
  ValuesOfCorrectTypeRule,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  ArgumentNode,
  ASTNode,
  DocumentNode,
  GraphQLError,
  GraphQLInputType,
  GraphQLSchema,
  ValidationRule,
} from 'graphql';
import { requestError } from './errors.ts';
import type { AnswerError } from './errors.ts';
import { literalText } from './literal.ts';

/** Where a node stands: what a message about it needs. */
interface Place {
  /** Names of the fields from the operation or fragment down to the node. */
  path: string;
  parentType: string;
  fieldType: string;
  isComposite: boolean;
  /** The argument that the node is or is in, and the type that it should have. */
  argument?: { node: ArgumentNode; type: GraphQLInputType };
}

type Places = ReadonlyMap<ASTNode, Place>;
type Describe = (node: ASTNode, place: Place, error: GraphQLError) => string | undefined;

/** Validates a document; the messages are AppSync's where it is known what AppSync says, else graphql-js's. */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly AnswerError[] {
  if (validate(schema, document).length === 0) return [];
  const places = findPlaces(schema, document);
  // One rule at a time, only now that something is wrong: graphql-js does not say which rule an error is of.
  return specifiedRules.flatMap((rule) =>
    validate(schema, document, [rule]).map((error) =>
      requestError(message(rule, error, places), error.nodes?.slice(0, 1)),
    ),
  );
}

/** The errors of a document that asks for the schema where introspection is disabled. */
export function introspectionErrors(document: DocumentNode): readonly AnswerError[] {
  const errors: AnswerError[] = [];
  visit(document, {
    Field(node) {
      const root = node.name.value;
      if (root !== '__schema' && root !== '__type') return undefined;
      const type = root === '__schema' ? '__Schema' : '__Type';
      for (const child of node.selectionSet?.selections ?? []) {
        const name = child.kind === Kind.FIELD ? child.name.value : '...';
        errors.push(requestError(fieldUndefined(name, type, `${root}/${name}`), [child]));
      }
      return false;
    },
  });
  return errors;
}

const describe = new Map<ValidationRule, Describe>([
  [
    FieldsOnCorrectTypeRule,
    (node, { path, parentType }) =>
      node.kind === Kind.FIELD ? fieldUndefined(node.name.value, parentType, path) : undefined,
  ],
  [
    ScalarLeafsRule,
    (_, { path, fieldType, isComposite }) => {
      const field = path.slice(path.lastIndexOf('/') + 1);
      return isComposite
        ? typed('SubSelectionRequired', `Sub selection required for type ${fieldType} of field ${field}`, path)
        : typed(
            'SubSelectionNotAllowed',
            `Sub selection not allowed on leaf type ${fieldType} of field ${field}`,
            path,
          );
    },
  ],
  [
    ProvidedRequiredArgumentsRule,
    (node, { path }, error) => typed('MissingFieldArgument', `Missing field argument ${quoted(error, 1)}`, path),
  ],
  [
    KnownArgumentNamesRule,
    (node, { path }) =>
      node.kind === Kind.ARGUMENT
        ? typed('UnknownArgument', `Unknown field argument ${node.name.value}`, path)
        : undefined,
  ],
  [KnownTypeNamesRule, (_, __, error) => `Validation error of type UnknownType: Unknown type ${quoted(error, 0)}`],
  [
    NoUndefinedVariablesRule,
    (node, { path }) =>
      node.kind === Kind.VARIABLE
        ? typed('UndefinedVariable', `Undefined variable ${node.name.value}`, path)
        : undefined,
  ],
  [
    NoUnusedVariablesRule,
    (node) =>
      node.kind === Kind.VARIABLE_DEFINITION
        ? `Validation error of type UnusedVariable: Unused variable ${node.variable.name.value}`
        : undefined,
  ],
  [ValuesOfCorrectTypeRule, (_, place) => (place.argument ? wrongType(place.argument, place.path) : undefined)],
]);

const nowhere: Place = { path: '', parentType: '', fieldType: '', isComposite: false };

function message(rule: ValidationRule, error: GraphQLError, places: Places): string {
  const node = error.nodes?.[0];
  const described = node && describe.get(rule)?.(node, places.get(node) ?? nowhere, error);
  return described ?? error.message;
}

function wrongType({ node, type }: { node: ArgumentNode; type: GraphQLInputType }, path: string): string {
  const what = `argument '${node.name.value}' with value '${literalText(node.value)}'`;
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (node.value.kind === Kind.OBJECT && isInputObjectType(nullable)) {
    const given = new Set(node.value.fields.map(({ name }) => name.value));
    const missing = Object.values(nullable.getFields()).filter(
      (field) => isRequiredInputField(field) && !given.has(field.name),
    );
    if (missing.length > 0)
      return typed(
        'WrongType',
        `${what} is missing required fields '[${missing.map(({ name }) => name).join(', ')}]'`,
        path,
      );
    const unknown = [...given].filter((name) => !nullable.getFields()[name]);
    if (unknown.length > 0)
      return typed('WrongType', `${what} contains a field not in '${nullable.name}': '${unknown.join(', ')}'`, path);
  }
  if (node.value.kind === Kind.NULL && isNonNullType(type)) return typed('WrongType', `${what} must not be null`, path);
  return typed('WrongType', `${what} is not a valid '${getNamedType(type).name}'`, path);
}

const typed = (type: string, text: string, path: string) => `Validation error of type ${type}: ${text} @ '${path}'`;
const fieldUndefined = (field: string, type: string, path: string) =>
  typed('FieldUndefined', `Field '${field}' in type '${type}' is undefined`, path);
const quoted = ({ message: text }: GraphQLError, index: number) => [...text.matchAll(/"([^"]*)"/g)][index]?.[1] ?? '';

function findPlaces(schema: GraphQLSchema, document: DocumentNode): Places {
  const places = new Map<ASTNode, Place>();
  const info = new TypeInfo(schema);
  const path: string[] = [];
  let argument: Place['argument'];
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) path.push(node.name.value);
        const inputType = info.getInputType();
        if (node.kind === Kind.ARGUMENT && inputType) argument = { node, type: inputType };
        const type = info.getType();
        const parentType = info.getParentType()?.name ?? '';
        const place = {
          path: path.join('/'),
          parentType,
          fieldType: type ? getNamedType(type).name : '',
          isComposite: type ? isCompositeType(getNamedType(type)) : false,
        };
        places.set(node, argument ? { ...place, argument } : place);
      },
      leave(node) {
        if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) path.pop();
        if (node.kind === Kind.ARGUMENT) argument = undefined;
      },
    }),
  );
  return places;
}
