import {
  AssociateApiCommand,
  CreateApiCacheCommand,
  CreateDomainNameCommand,
  CreateTypeCommand,
  DeleteDomainNameCommand,
  DeleteGraphqlApiCommand,
  DisassociateApiCommand,
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
import { testService, type TestService } from '../testing/service.ts';

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
