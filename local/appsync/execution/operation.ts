import { execute, Kind, OperationTypeNode } from 'graphql';
import type { FieldNode, SelectionNode } from 'graphql';
import { RequestRefused } from '../auth/caller.ts';
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
  /** What resolvers add to the headers of the HTTP answer; no part of its body. */
  responseHeaders?: Readonly<Record<string, string>>;
}

/** A field of `Mutation` that gave a value, as subscriptions see it. */
export interface MutationEvent {
  field: string;
  value: unknown;
}

/**
 * Executes a query or a mutation. What a resolver did is in the answer's `errors`; rejects with a {@link RequestRefused} only where AppSync gives up the
 * whole request for it.
 */
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
  const refusal = result.errors
    ?.map(({ originalError }) => originalError)
    .find((cause) => cause instanceof RequestRefused);
  if (refusal) throw refusal;
  const errors = (result.errors ?? []).map((error) =>
    executionError(error, schema, (cause) => {
      scope.log.error('A field could not be resolved', cause);
    }),
  );
  const all = [...scope.appendedErrors, ...errors];
  const data = result.data ?? null;
  const answer: Answer = all.length > 0 ? { data, errors: all } : { data };
  if (Object.keys(scope.responseHeaders).length > 0) answer.responseHeaders = scope.responseHeaders;
  return answer;
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

/** The root fields of an operation, those of fragments included, each of which counts once however often it is spread. */
export function rootFields(
  selections: readonly SelectionNode[],
  fragments: Operation['fragments'],
  spread = new Set<string>(),
): readonly FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(node.selectionSet.selections, fragments, spread);
    const fragment = fragments[node.name.value];
    if (!fragment || spread.has(node.name.value)) return [];
    spread.add(node.name.value);
    return rootFields(fragment.selectionSet.selections, fragments, spread);
  });
}
