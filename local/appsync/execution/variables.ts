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
import { javaType } from './java-type.ts';

type Values = Readonly<Record<string, unknown>>;

export type CoercedVariables = { values: Values; error?: never } | { values?: never; error: AnswerError };

/**
 * Coerces the variables of an operation. The first that does not fit is an error in AppSync's words; nothing is executed then. A value that is
 * not one is said of the innermost field around it; one that is missing, of the variable, as reports of AppSync have it.
 */
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
    const problems: Problem[] = [];
    values[name] = coerceInputValue(given[name], type, (path, value, error) => {
      problems.push({ path, value, cause: error.originalError?.message ?? error.message });
    });
    const [first] = problems;
    if (first) return describe(definition, schema, unknownAround(first, problems) ?? first);
  }
  return { values };
}

interface Problem {
  path: readonly (string | number)[];
  value: unknown;
  cause: string;
}

const UNKNOWN_FIELD = /^Field "\w+" is not defined by type "(\w+)"/;

/** AppSync looks at the names of an input object's fields before it looks at their values; graphql-js after. */
function unknownAround({ path }: Problem, problems: readonly Problem[]): Problem | undefined {
  return problems.find(
    (problem) => UNKNOWN_FIELD.test(problem.cause) && problem.path.every((part, index) => part === path[index]),
  );
}

function describe(definition: VariableDefinitionNode, schema: GraphQLSchema, problem: Problem): CoercedVariables {
  const { cause, path } = problem;
  const variable = definition.variable.name.value;
  const missing = /^(?:Field "\w+" of required|Expected non-nullable) type "([^"]+)"/.exec(cause)?.[1];
  if (missing !== undefined) return refuse(definition, nullMessage(variable, missing));
  const unknown = UNKNOWN_FIELD.exec(cause)?.[1];
  if (unknown !== undefined) {
    const message = `The variables input contains a field that is not defined for input object type '${unknown}' `;
    return { error: requestError(message) };
  }
  const field = path.findLast((part) => typeof part === 'string') ?? variable;
  return refuse(definition, `Variable '${field}' has an invalid value. ${valueProblem(problem, schema)}`);
}

function valueProblem({ value, cause }: Problem, schema: GraphQLSchema): string {
  const enumName = /^(?:Value ".*" does not exist in|Enum) "(\w+)"/.exec(cause)?.[1];
  if (enumName !== undefined && isEnumType(schema.getType(enumName)))
    return `Invalid input for Enum '${enumName}'. No value found for name '${String(value)}'`;
  const object = /^Expected type "(\w+)" to be an object\.$/.exec(cause)?.[1];
  if (object !== undefined && isInputObjectType(schema.getType(object)))
    return `Expected type 'Map' but was '${javaType(value)}'. Variables for input objects must be an instance of type 'Map'.`;
  const scalar = /^(Int|Float|String|Boolean|ID) cannot represent/.exec(cause)?.[1];
  if (scalar !== undefined) return `Expected type '${scalar}' but was '${javaType(value)}'.`;
  return cause;
}

function nullMessage(name: string, type: GraphQLInputType | string): string {
  return `Variable '${name}' has coerced Null value for NonNull type '${String(type)}'`;
}

function refuse(definition: VariableDefinitionNode, message: string): CoercedVariables {
  return { error: requestError(message, [definition]) };
}
