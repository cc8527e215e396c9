import { GraphQLError, Kind, parse, type OperationDefinitionNode } from 'graphql';
import * as v from 'valibot';
import { RequestRefused } from '../auth/caller.ts';
import { parseGraphQLRequest, readGraphQLRequest, type GraphQLRequest } from '../execution/request.ts';
import { redactText } from './redact.ts';
import { renderValue } from './render.ts';

const AnswerError = v.object({
  message: v.nullish(v.string(), ''),
  errorType: v.nullish(v.string()),
  path: v.nullish(v.array(v.union([v.string(), v.number()]))),
});
const Answered = v.object({ errors: v.optional(v.array(AnswerError), []) });

/** What a request asks: `mutation Rename { id: '1' }`, less what cannot be read. */
export function askedFor({ url, method }: Pick<Request, 'url' | 'method'>, body: string, whole: boolean): string {
  const request = readRequest(method, new URL(url).searchParams, body);
  if (!request) return 'a request that is none of GraphQL';
  const { query, operationName, variables } = request;
  const given = variables && Object.keys(variables).length > 0 ? ` ${renderValue(variables, whole)}` : '';
  return `${operationOf(query, operationName ?? undefined)}${given}`;
}

function readRequest(method: string, parameters: URLSearchParams, body: string): GraphQLRequest | undefined {
  try {
    return method === 'GET' ? readGraphQLRequest(parameters) : parseGraphQLRequest(body);
  } catch (error) {
    if (error instanceof RequestRefused) return undefined;
    throw error;
  }
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
