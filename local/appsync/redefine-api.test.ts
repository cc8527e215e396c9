import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiArtifact } from '../../build/artifacts.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import { defineApi, type ApiToDefine } from './define-api.ts';
import { redefineApi } from './redefine-api.ts';
import { answering, POOL_ID, ROLE, testService, type TestService } from './testing/service.ts';

const artifact: ApiArtifact = {
  schema: 'type Query { one: String both: String }',
  authorization: ['AMAZON_COGNITO_USER_POOLS'],
  tables: {},
  dataSources: { none: { type: 'NONE' }, other: { type: 'NONE' } },
  functions: {
    first: { dataSource: 'none', code: answering(`'first'`) },
    second: { dataSource: 'other', code: answering(`ctx.prev.result + ' second'`) },
  },
  resolvers: {
    'Query.one': { kind: 'UNIT', dataSource: 'none', code: answering(`'one'`) },
    'Query.both': { kind: 'PIPELINE', functions: ['first', 'second'], code: answering('ctx.prev.result') },
  },
};
const apiOf = (members: Partial<ApiArtifact> = {}): ApiToDefine => ({
  name: 'sonde-local-api',
  artifact: { ...artifact, ...members },
  userPoolId: POOL_ID,
  tables: {},
  functions: {},
  dataSourceRole: () => ROLE,
});

let service: TestService;
let called: string[];
const call: JsonCaller = async (operation, input) => {
  if (!/^(?:List|Get)/.test(operation)) called.push(operation);
  return service.appsync.call(operation, input);
};
beforeEach(async () => {
  service = await testService();
  called = [];
});
afterEach(() => service.close());
const ask = async (query: string) => (await service.ask('/graphql', query)).data;

describe('an API that is defined anew', () => {
  it('is changed where it is another one, and keeps its id', async () => {
    const { apiId } = await defineApi(service.appsync.call, apiOf());
    const one = { kind: 'UNIT', dataSource: 'other', code: answering(`'another'`) } as const;
    const first = { dataSource: 'none', code: answering(`'changed'`) };
    await redefineApi(
      call,
      apiOf({
        resolvers: { ...artifact.resolvers, 'Query.one': one },
        functions: { ...artifact.functions, first },
      }),
    );
    expect(called).toEqual(['StartSchemaCreation', 'UpdateFunction', 'UpdateResolver']);
    expect(await service.ask(`/apis/${apiId}/graphql`, '{ one both }')).toEqual({
      data: { one: 'another', both: 'changed second' },
    });
  });

  it('gets what is new and loses what is gone, each in an order that AppSync takes', async () => {
    await defineApi(service.appsync.call, apiOf());
    await redefineApi(
      call,
      apiOf({
        schema: 'type Query { both: String more: String }',
        dataSources: { none: { type: 'NONE' }, third: { type: 'NONE' } },
        functions: {
          first: { dataSource: 'third', code: answering(`'first'`) },
          third: { dataSource: 'third', code: answering(`'third'`) },
        },
        resolvers: {
          'Query.both': { kind: 'PIPELINE', functions: ['third', 'first'], code: answering('ctx.prev.result') },
          'Query.more': { kind: 'UNIT', dataSource: 'third', code: answering(`'more'`) },
        },
      }),
    );
    expect(called).toEqual([
      'CreateDataSource',
      'StartSchemaCreation',
      'UpdateFunction',
      'CreateFunction',
      'UpdateResolver',
      'CreateResolver',
      'DeleteResolver',
      'DeleteFunction',
      'DeleteDataSource',
    ]);
    expect(await ask('{ both more }')).toEqual({ both: 'first', more: 'more' });

    await redefineApi(call, apiOf());
    expect(await ask('{ one both }')).toEqual({ one: 'one', both: 'first second' });
  });

  it('may have a unit resolver where it had a pipeline, and more things than a page lists', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `field${index}`);
    const many = (answer: string): Partial<ApiArtifact> => ({
      schema: `type Query { ${names.map((name) => `${name}: String`).join(' ')} }`,
      functions: Object.fromEntries(names.map((name) => [name, { dataSource: 'none', code: answering(answer) }])),
      resolvers: Object.fromEntries(
        names.map((name) => [
          `Query.${name}`,
          { kind: 'PIPELINE', functions: [name], code: answering('ctx.prev.result') },
        ]),
      ),
    });
    await defineApi(service.appsync.call, apiOf(many(`'a'`)));
    await redefineApi(call, apiOf(many(`'b'`)));
    expect(called.filter((operation) => operation === 'UpdateFunction')).toHaveLength(60);
    expect(called).not.toContain('CreateFunction');
    expect(await ask('{ field0 field59 }')).toEqual({ field0: 'b', field59: 'b' });
    await redefineApi(
      call,
      apiOf({ resolvers: { ...artifact.resolvers, 'Query.both': artifact.resolvers['Query.one']! } }),
    );
    expect(await ask('{ both }')).toEqual({ both: 'one' });
  });

  it('says what AppSync refuses, and where there is no such API', async () => {
    await expect(redefineApi(call, apiOf())).rejects.toThrow('There is no API sonde-local-api');
    await defineApi(service.appsync.call, apiOf());
    await expect(redefineApi(call, apiOf({ schema: 'type Query { one: Nothing }' }))).rejects.toThrow(
      'AppSync refuses the schema: Unknown type "Nothing".',
    );
    expect(await ask('{ one }')).toEqual({ one: 'one' });
  });
});
