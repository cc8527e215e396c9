import {
  AssociateApiCommand,
  CreateApiCacheCommand,
  CreateDomainNameCommand,
  CreateTypeCommand,
  DeleteDomainNameCommand,
  DeleteGraphqlApiCommand,
  DisassociateApiCommand,
  EvaluateCodeCommand,
  EvaluateMappingTemplateCommand,
  FlushApiCacheCommand,
  GetApiAssociationCommand,
  GetDomainNameCommand,
  ListDomainNamesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUNTIME, testService, type TestService } from '../testing/service.ts';

let service: TestService;
let apiId: string;
beforeAll(async () => {
  service = await testService();
  apiId = await service.createApi();
});
afterAll(() => service.close());

describe('a domain name', () => {
  const domainName = 'api.example.org';
  const given = {
    domainName,
    certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/one',
    description: 'The API',
    tags: { Project: 'sonde' },
  };

  it('is kept, and associated with an API', async () => {
    const { client } = service;
    const { domainNameConfig } = await client.send(new CreateDomainNameCommand(given));
    expect(domainNameConfig).toMatchObject(given);
    expect(domainNameConfig?.appsyncDomainName).toMatch(/^d[0-9a-f]+\.cloudfront\.net$/);
    await expect(client.send(new CreateDomainNameCommand(given))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    await expect(client.send(new GetApiAssociationCommand({ domainName }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    const apiAssociation = { domainName, apiId, associationStatus: 'SUCCESS' };
    expect(await client.send(new AssociateApiCommand({ domainName, apiId }))).toMatchObject({ apiAssociation });
    await service.restart();
    expect(await client.send(new GetApiAssociationCommand({ domainName }))).toMatchObject({ apiAssociation });
    expect(await client.send(new GetDomainNameCommand({ domainName }))).toMatchObject({ domainNameConfig });

    for (const command of [new DeleteDomainNameCommand({ domainName }), new DeleteGraphqlApiCommand({ apiId })])
      await expect(client.send(command as DeleteDomainNameCommand)).rejects.toMatchObject({
        name: 'BadRequestException',
      });
    await client.send(new DisassociateApiCommand({ domainName }));
    await client.send(new UpdateDomainNameCommand({ domainName }));
    const { domainNameConfigs } = await client.send(new ListDomainNamesCommand({}));
    expect(domainNameConfigs?.map(({ description }) => description)).toEqual([undefined]);
    const resourceArn = domainNameConfig!.domainNameArn!;
    await client.send(new TagResourceCommand({ resourceArn, tags: { Stage: 'test' } }));
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ Project: 'sonde', Stage: 'test' });
    await client.send(new DeleteDomainNameCommand({ domainName }));
    await expect(client.send(new GetDomainNameCommand({ domainName }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it.each([
    ['a name that is none', { domainName: 'nothing' }, 'BadRequestException'],
    ['a certificate that is none', { certificateArn: 'one' }, 'BadRequestException'],
  ])('is refused with %s', async (_, more, name) => {
    await expect(service.client.send(new CreateDomainNameCommand({ ...given, ...more }))).rejects.toMatchObject({
      name,
    });
  });
});

describe('EvaluateCode', () => {
  const evaluate = (body: string, context: string, handler?: string) =>
    service.client.send(
      new EvaluateCodeCommand({
        runtime: RUNTIME,
        code: `import { util } from '@aws-appsync/utils';\nexport function request(ctx) { ${body} }\nexport function response(ctx) { return ctx.result; }`,
        context,
        ...(handler !== undefined && { function: handler }),
      }),
    );

  it('runs a handler on a context', async () => {
    const body = `ctx.stash.seen = true; console.log('id', ctx.args.id); util.appendError('Beware'); return { id: ctx.args.id, of: ctx.identity.sub };`;
    const context = JSON.stringify({ arguments: { id: '1' }, identity: { sub: 'ada' }, info: { fieldName: 'device' } });
    const { evaluationResult, logs, stash, outErrors, error } = await evaluate(body, context);
    expect(JSON.parse(evaluationResult!)).toEqual({ id: '1', of: 'ada' });
    expect(logs).toEqual([expect.stringContaining('id 1')]);
    expect(JSON.parse(stash!)).toEqual({ seen: true });
    expect(JSON.parse(outErrors!)).toMatchObject([{ message: 'Beware' }]);
    expect(error).toBeUndefined();
    const response = await evaluate('return {};', JSON.stringify({ result: [1] }), 'response');
    expect(JSON.parse(response.evaluationResult!)).toEqual([1]);
  });

  it('gives the error of the code', async () => {
    const { error, evaluationResult } = await evaluate(`util.error('No');`, '{}');
    expect(error).toMatchObject({ message: 'No' });
    expect(evaluationResult).toBeUndefined();
    expect((await evaluate('while (true) {}', '{}')).error?.codeErrors).toMatchObject([{ errorType: 'LINT_ERROR' }]);
  });

  it('refuses a context that is none', async () => {
    await expect(evaluate('return {};', 'x')).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

describe('what is not there', () => {
  it('is refused by its name', async () => {
    const { client } = service;
    const refused = async (sending: Promise<unknown>, what: string) => {
      const message = expect.stringContaining(`not supported here: ${what}`) as string;
      await expect(sending).rejects.toMatchObject({ name: 'BadRequestException', message });
    };
    const cache = { apiId, ttl: 60, apiCachingBehavior: 'FULL_REQUEST_CACHING', type: 'SMALL' } as const;
    await refused(client.send(new CreateApiCacheCommand(cache)), 'API caches');
    await refused(client.send(new FlushApiCacheCommand({ apiId })), 'API caches');
    await refused(client.send(new CreateTypeCommand({ apiId, definition: 'type A', format: 'SDL' })), 'changes of a');
    await refused(client.send(new EvaluateMappingTemplateCommand({ template: '{}', context: '{}' })), 'VTL');
  });
});
