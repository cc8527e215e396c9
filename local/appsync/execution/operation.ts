import { execute, Kind, OperationTypeNode } from 'graphql';
import type { FieldNode, SelectionNode } from 'graphql';
import type { Operation } from './document.ts';
import { executionError } from './errors.ts';
import type { AnswerError } from './errors.ts';
import { resolveField } from './fields.ts';
import type { RequestScope } from './scope.ts';
import { coerceVariables } from './variables.ts';

/** A GraphQL answer in AppSync's form. */
export interface Answer {
  data: Readonly<Record<string, unknown>> | null;
  errors?: readonly AnswerError[];
}

/** A field of `Mutation` that gave a value, as subscriptions see it. */
export interface MutationEvent {
  field: string;
  value: unknown;
}

/** Executes a query or a mutation. Never rejects for what a resolver did: that is in the answer's `errors`. */
export async function executeOperation(operation: Operation, scope: RequestScope): Promise<Answer> {
  const { schema } = scope.api;
  const variables = coerceVariables(schema, operation.definition, scope.variables);
  if (variables.error) return { data: null, errors: [variables.error] };
  const result = await execute({
    schema,
    document: operation.document,
    operationName: operation.definition.name?.value,
    variableValues: scope.variables,
    contextValue: scope,
    fieldResolver: resolveField,
  });
  const errors = (result.errors ?? []).map((error) =>
    executionError(error, schema, (cause) => {
      scope.log.error('A field could not be resolved', cause);
    }),
  );
  const all = [...scope.appendedErrors, ...errors];
  const data = result.data ?? null;
  return all.length > 0 ? { data, errors: all } : { data };
}

/** The mutations of an answer that had a value. One with an alias triggers nothing, as AppSync is reported to do. */
export function mutationEvents({ definition, fragments }: Operation, { data }: Answer): readonly MutationEvent[] {
  if (definition.operation !== OperationTypeNode.MUTATION || !data) return [];
  const names = new Set(
    rootFields(definition.selectionSet.selections, fragments).flatMap(({ name, alias }) => (alias ? [] : [name.value])),
  );
  return [...names].flatMap((field) => {
    const value = data[field];
    return value === null || value === undefined ? [] : [{ field, value }];
  });
}

/** The root fields of an operation, those of fragments included. */
export function rootFields(
  selections: readonly SelectionNode[],
  fragments: Operation['fragments'],
): readonly FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
    return fragment ? rootFields(fragment.selectionSet.selections, fragments) : [];
  });
}
