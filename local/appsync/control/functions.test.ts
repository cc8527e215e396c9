import {
  CreateFunctionCommand,
  CreateResolverCommand,
  type CreateResolverCommandInput,
  DeleteFunctionCommand,
  DeleteResolverCommand,
  GetFunctionCommand,
  ListFunctionsCommand,
  ListResolversByFunctionCommand,
  UpdateFunctionCommand,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiWithFunction, doubtfulRoles, pipeline, refusal, step } from '../testing/control.ts';
import { testService, type TestService } from '../testing/service.ts';

let service: TestService;
let apiId: string;
let functionId: string;
beforeAll(async () => {
  service = await testService({ roles: doubtfulRoles });
});
afterAll(() => service.close());
beforeEach(async () => {
  ({ apiId, functionId } = await apiWithFunction(service));
});

const create = (input: CreateResolverCommandInput) => service.client.send(new CreateResolverCommand(input));

describe('a function', () => {
  it('gives back what was set', async () => {
    const functionArn = `arn:aws:appsync:eu-west-1:000000000000:apis/${apiId}/functions/${functionId}`;
    const { apiId: _, ...given } = step(apiId, 'step');
    const expected = { ...given, functionId, functionArn, maxBatchSize: 0 };
    const get = new GetFunctionCommand({ apiId, functionId });
    expect((await service.client.send(get)).functionConfiguration).toEqual(expected);
    await service.client.send(new UpdateFunctionCommand({ ...step(apiId, 'other'), functionId, description: 'Two' }));
    expect((await service.client.send(get)).functionConfiguration).toEqual({
      ...expected,
      name: 'other',
      description: 'Two',
    });
    const { functions } = await service.client.send(new ListFunctionsCommand({ apiId }));
    expect(functions).toHaveLength(1);
  });

  it('need not have a name of its own', async () => {
    await service.client.send(new CreateFunctionCommand(step(apiId, 'step')));
    expect((await service.client.send(new ListFunctionsCommand({ apiId }))).functions).toHaveLength(2);
  });

  it.each([
    ['a name that is none', { name: 'a.b' }, 'BadRequestException', '[_A-Za-z][_0-9A-Za-z]*'],
    ['an unknown data source', { dataSourceName: 'other' }, 'NotFoundException', 'No data source found named other'],
    ['a version of templates', { functionVersion: '2018-05-29' }, 'BadRequestException', 'Function version not'],
  ])('is refused with %s', async (_, more, name, message) => {
    await expect(
      service.client.send(new CreateFunctionCommand({ ...step(apiId, 'other'), ...more })),
    ).rejects.toMatchObject(refusal(name, message));
  });

  it('stays while a resolver uses it', async () => {
    await create(pipeline(apiId, [functionId]));
    const { resolvers } = await service.client.send(new ListResolversByFunctionCommand({ apiId, functionId }));
    expect(resolvers?.map(({ fieldName }) => fieldName)).toEqual(['a']);
    const remove = new DeleteFunctionCommand({ apiId, functionId });
    await expect(service.client.send(remove)).rejects.toMatchObject(
      refusal('BadRequestException', 'Cannot delete a function which is currently used by a resolver'),
    );
    await service.client.send(new DeleteResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' }));
    await service.client.send(remove);
    await expect(service.client.send(new GetFunctionCommand({ apiId, functionId }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});
