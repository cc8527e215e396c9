import { GraphQLError, Kind, parse, type OperationDefinitionNode } from 'graphql';
import * as v from 'valibot';
import { redactText } from './redact.ts';
import { renderValue } from './render.ts';

const Asked = v.object({
  query: v.string(),
  operationName: v.nullish(v.string()),
  variables: v.nullish(v.record(v.string(), v.unknown())),
});
const AnswerError = v.object({
  message: v.nullish(v.string(), ''),
  errorType: v.nullish(v.string()),
  path: v.nullish(v.array(v.union([v.string(), v.number()]))),
});
const Answered = v.object({ errors: v.optional(v.array(AnswerError), []) });

/** What a request asks: `mutation Rename { id: '1' }`, less what cannot be read. */
export function askedFor({ url, method }: Pick<Request, 'url' | 'method'>, body: string, whole: boolean): string {
  const { searchParams } = new URL(url);
  const parsed =
    method === 'GET'
      ? v.safeParse(Asked, Object.fromEntries(searchParams))
      : v.safeParse(v.pipe(v.string(), v.parseJson(), Asked), body);
  if (!parsed.success) return 'a request that is none of GraphQL';
  const { query, operationName, variables } = parsed.output;
  const given = variables && Object.keys(variables).length > 0 ? ` ${renderValue(variables, whole)}` : '';
  return `${operationOf(query, operationName ?? undefined)}${given}`;
}

function operationOf(query: string, wanted: string | undefined): string {
  try {
    const operations = parse(query).definitions.filter(
      (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
    );
    const found = operations.find(({ name }) => wanted === undefined || name?.value === wanted);
    if (!found) return `no operation ${wanted ?? ''}`.trim();
    const fields = found.selectionSet.selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
    return `${found.operation} ${found.name?.value ?? `{ ${fields.join(' ')} }`}`;
  } catch (error) {
    if (error instanceof GraphQLError) return 'a document with a syntax error';
    throw error;
  }
}

/** The errors of an answer, a line each. */
export function errorLines(body: string): string[] {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Answered), body);
  if (!parsed.success) return [];
  return parsed.output.errors.map(({ message, errorType, path }) =>
    redactText(`error ${path ? `at ${path.join('.')}: ` : ''}${errorType ? `${errorType}: ` : ''}${message}`),
  );
}
