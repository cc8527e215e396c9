import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from '../../iam/policy/evaluate.ts';
import { identityPolicy } from '../../iam/policy/validate.ts';
import { ingest, signedHeaders } from '../testing/callers.ts';
import { testService, type TestService } from '../testing/service.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action?: string;
  Resource: string | string[];
}

let service: TestService;
let apiId: string;
/** The policy of the role that asks. */
let policy = identityPolicy(JSON.stringify({ Version: '2012-10-17', Statement: [] as Statement[] }));

beforeAll(async () => {
  const allows = (action: string, resource: string) => isAllowed([policy], { action, resource, known: new Map() });
  service = await testService({ principals: { find: () => ({ ...ingest, allows }) } });
  const schema = `
    type Query { a: String b: String leaf: Leaf }
    type Mutation { a: String }
    type Leaf { a: String }`;
  apiId = await service.createApi(schema, { authenticationType: 'AWS_IAM', userPoolConfig: undefined });
});
afterAll(() => service.close());

async function ask(query: string, statements: readonly Statement[]): Promise<unknown> {
  const Statement = statements.map((each) => ({
    Action: 'appsync:GraphQL',
    ...each,
    Resource: [each.Resource]
      .flat()
      .map((resource) => resource.replace('API', `arn:aws:appsync:eu-west-1:000000000000:apis/${apiId}`)),
  }));
  policy = identityPolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
  const body = JSON.stringify({ query });
  const headers = await signedHeaders(body, { path: `/apis/${apiId}/graphql` });
  const url = service.appsync.url(apiId);
  const response = await service.appsync.fetch(new Request(url, { method: 'POST', headers, body }));
  const answer = (await response.json()) as { errors?: { errorType: string; message: string }[] };
  const [error] = answer.errors ?? [];
  return response.status === 200 ? 'answered' : [response.status, error?.errorType, error?.message];
}

const answered = 'answered';
const refused = [401, 'UnauthorizedException', 'Permission denied'];
const allow = (...Resource: string[]): Statement => ({ Effect: 'Allow', Resource });
const deny = (...Resource: string[]): Statement => ({ Effect: 'Deny', Resource });
const A = 'API/types/Query/fields/a';

describe('a role that asks for', () => {
  it.each<[query: string, statements: Statement[], outcome: unknown]>([
    ['{ a }', [], refused],
    ['{ a }', [allow('*')], answered],
    ['{ a }', [allow('API/*')], answered],
    ['{ a }', [allow('API')], refused],
    ['{ a }', [allow('arn:aws:appsync:eu-west-1:000000000000:apis/another/*')], refused],
    ['{ a }', [allow('API/types/Query/*')], answered],
    ['{ a }', [allow('API/types/Query/fields/*')], answered],
    ['{ a }', [allow(A)], answered],
    ['{ a }', [allow('API/types/Query/fields/b')], refused],
    ['{ a }', [allow('API/types/Query/resolvers/a')], refused],
    ['{ a }', [allow('API/types/Mutation/*')], refused],
    ['{ a }', [{ Effect: 'Allow', Action: 'appsync:*', Resource: '*' }], answered],
    ['{ a }', [{ Effect: 'Allow', Action: 'appsync:GetGraphqlApi', Resource: '*' }], refused],
    ['mutation { a }', [allow(A)], refused],
    ['mutation { a }', [allow('API/types/Mutation/fields/a')], answered],
    // All that it begins with counts, by whatever way and name.
    ['{ a b }', [allow(A)], refused],
    ['{ a b }', [allow('API/types/Query/fields/a', 'API/types/Query/fields/b')], answered],
    ['{ b: a }', [allow(A)], answered],
    ['{ a: b }', [allow(A)], refused],
    ['{ a ...More } fragment More on Query { ... { b } }', [allow(A)], refused],
    ['query One { a } query Two { b }', [allow('*')], answered],
    // Denial wins.
    ['{ a }', [allow('*'), deny(A)], refused],
    ['{ b }', [allow('*'), deny(A)], answered],
    ['{ a b }', [allow('*'), deny(A)], refused],
    // What is below the first field needs no permission of its own, and neither does introspection.
    ['{ leaf { a } }', [allow('API/types/Query/fields/leaf')], answered],
    ['{ __typename __schema { queryType { name } } }', [], answered],
    ['{ __typename a }', [], refused],
  ])('%s, by %j', async (query, statements, outcome) => {
    expect(await ask(query, statements)).toEqual(outcome);
  });
});
