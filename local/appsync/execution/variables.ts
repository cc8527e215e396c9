import {
  coerceInputValue,
  isEnumType,
  isInputObjectType,
  isInputType,
  isNonNullType,
  print,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type { GraphQLInputType, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import { requestError } from './errors.ts';
import type { AnswerError } from './errors.ts';

type Values = Readonly<Record<string, unknown>>;

export type CoercedVariables = { values: Values; error?: never } | { values?: never; error: AnswerError };

/** Coerces the variables of an operation. The first that does not fit is an error in AppSync's words; nothing is executed then. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Values,
): CoercedVariables {
  const values: Record<string, unknown> = {};
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type))
      return refuse(definition, `Variable '${name}' has an unknown type '${print(definition.type)}'`);
    if (!Object.hasOwn(given, name) || given[name] === undefined) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) return refuse(definition, nullMessage(name, type));
      continue;
    }
    const problems: string[] = [];
    values[name] = coerceInputValue(given[name], type, (path, value, error) => {
      problems.push(describe(name, { schema, type, path, value }, error.originalError?.message ?? error.message));
    });
    if (problems[0] !== undefined) return refuse(definition, problems[0]);
  }
  return { values };
}

interface Problem {
  schema: GraphQLSchema;
  type: GraphQLInputType;
  path: readonly (string | number)[];
  value: unknown;
}

function describe(variable: string, problem: Problem, cause: string): string {
  const missing = /^Field "(\w+)" of required type "([^"]+)" was not provided\.$/.exec(cause);
  if (missing) return `Variable '${missing[1] ?? ''}' has coerced Null value for NonNull type '${missing[2] ?? ''}'`;
  const nonNull = /^Expected non-nullable type "([^"]+)" not to be null\.$/.exec(cause);
  if (nonNull)
    return nullMessage(problem.path.findLast((part) => typeof part === 'string') ?? variable, nonNull[1] ?? '');
  const unknown = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(cause);
  if (unknown)
    return `The variables input contains a field name '${unknown[1] ?? ''}' that is not defined for input object type '${unknown[2] ?? ''}' `;
  return `Variable '${variable}' has an invalid value. ${valueProblem(problem, cause)}`;
}

function valueProblem({ schema, value, path }: Problem, cause: string): string {
  const enumName = /^(?:Value ".*" does not exist in|Enum) "(\w+)"/.exec(cause)?.[1];
  if (enumName !== undefined && isEnumType(schema.getType(enumName)))
    return `Invalid input for Enum '${enumName}'. No value found for name '${String(value)}'`;
  const object = /^Expected type "(\w+)" to be an object\.$/.exec(cause)?.[1];
  if (object !== undefined && isInputObjectType(schema.getType(object)))
    return `Expected type 'Map' but was '${javaType(value)}'. Variables for input objects must be an instance of type 'Map'.`;
  const scalar = /^(Int|Float|String|Boolean|ID) cannot represent/.exec(cause)?.[1];
  if (scalar !== undefined) return `Expected type '${scalar}' but was '${javaType(value)}'.`;
  return path.length > 0 ? `At ${path.join('.')}: ${cause}` : cause;
}

/** AppSync runs on a JVM and names the types of values as that does. */
function javaType(value: unknown): string {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number')
    return !Number.isInteger(value) ? 'Double' : value === (value | 0) ? 'Integer' : 'Long';
  return Array.isArray(value) ? 'ArrayList' : 'LinkedHashMap';
}

function nullMessage(name: string, type: GraphQLInputType | string): string {
  return `Variable '${name}' has coerced Null value for NonNull type '${String(type)}'`;
}

function refuse(definition: VariableDefinitionNode, message: string): CoercedVariables {
  return { error: requestError(message, [definition]) };
}
