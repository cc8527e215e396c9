import * as sdk from '@aws-sdk/client-apigatewayv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApiGateway, type Fixture } from '../testing/start.ts';

const fn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
const invokeArn = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${fn}/invocations`;
const Name = 'download';
const refusal = (name: string, status: number, message?: string) => ({
  name,
  $metadata: { httpStatusCode: status },
  ...(message !== undefined && { message }),
});
const badRequest = refusal('BadRequestException', 400);

let served: Fixture;
let client: sdk.ApiGatewayV2Client;
let ApiId: string;

beforeEach(async () => {
  served = await startApiGateway();
  client = served.client;
  ({ ApiId = '' } = await createApi());
});
afterEach(() => served.stop());

const createApi = (more: Partial<sdk.CreateApiCommandInput> = {}) =>
  client.send(new sdk.CreateApiCommand({ Name, ProtocolType: 'HTTP', ...more }));
const integrate = (more: Partial<sdk.CreateIntegrationCommandInput> = {}) =>
  client.send(
    new sdk.CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: invokeArn,
      PayloadFormatVersion: '2.0',
      ...more,
    }),
  );
const route = (RouteKey: string, more: Partial<sdk.CreateRouteCommandInput> = {}) =>
  client.send(new sdk.CreateRouteCommand({ ApiId, RouteKey, ...more }));
const stage = (more: Partial<sdk.CreateStageCommandInput> = {}) =>
  client.send(new sdk.CreateStageCommand({ ApiId, StageName: '$default', ...more }));
const given = <Answer extends object>({ $metadata: _, ...answer }: Answer & { $metadata: unknown }) => answer;

describe('an API', () => {
  test('comes back with what was set and what was not, after a restart too', async () => {
    const made = given(await createApi({ Description: 'd', Version: '1', Tags: { a: '1' } }));
    expect(made).toEqual({
      ApiEndpoint: `${served.url}/http-apis/${made.ApiId ?? ''}`,
      ApiId: expect.stringMatching(/^[a-z0-9]{10}$/) as string,
      ApiKeySelectionExpression: '$request.header.x-api-key',
      CreatedDate: expect.any(Date) as Date,
      Description: 'd',
      DisableExecuteApiEndpoint: false,
      IpAddressType: 'ipv4',
      Name,
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$request.method $request.path',
      Tags: { a: '1' },
      Version: '1',
    });
    const changed = await client.send(new sdk.UpdateApiCommand({ ApiId: made.ApiId, Description: 'new' }));
    expect(given(changed)).toEqual({ ...made, Description: 'new' });
    const change = (CorsConfiguration: sdk.Cors) =>
      client.send(new sdk.UpdateApiCommand({ ApiId: made.ApiId, CorsConfiguration }));
    expect(await change({ AllowOrigins: ['*'] })).toMatchObject({ CorsConfiguration: { AllowOrigins: ['*'] } });
    expect(await change({})).not.toHaveProperty('CorsConfiguration');
    await served.restart();
    expect(given(await client.send(new sdk.GetApiCommand({ ApiId: made.ApiId })))).toEqual(given(changed));
  });

  test('is listed in pages', async () => {
    await createApi();
    await createApi();
    const ids: (string | undefined)[] = [];
    for await (const { Items = [] } of pages()) {
      expect(Items.length).toBeLessThanOrEqual(2);
      ids.push(...Items.map((api) => api.ApiId));
    }
    expect(new Set(ids).size).toBe(3);
  });

  async function* pages() {
    let NextToken: string | undefined;
    do {
      const page: sdk.GetApisCommandOutput = await client.send(new sdk.GetApisCommand({ MaxResults: '2', NextToken }));
      yield page;
      ({ NextToken } = page);
    } while (NextToken !== undefined);
  }

  test.each([
    { ProtocolType: 'WEBSOCKET' as const, RouteSelectionExpression: '$request.body.action' },
    { Target: fn },
    { Name: '' },
    { CorsConfiguration: { AllowMethods: ['FETCH'] } },
    { CorsConfiguration: { MaxAge: -2 } },
    { Tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ''])) },
  ])('is refused: %j', async (more) => {
    await expect(createApi(more)).rejects.toMatchObject(badRequest);
  });

  test('is gone with all that it had', async () => {
    await route('GET /x');
    await stage({ AutoDeploy: true });
    await client.send(new sdk.DeleteApiCommand({ ApiId }));
    const gone = refusal('NotFoundException', 404, `Invalid API identifier specified 000000000000:${ApiId}`);
    await expect(client.send(new sdk.GetApiCommand({ ApiId }))).rejects.toMatchObject(gone);
    await expect(client.send(new sdk.GetRoutesCommand({ ApiId }))).rejects.toMatchObject(gone);
    await expect(integrate()).rejects.toMatchObject(gone);
  });
});

describe('an integration', () => {
  test('comes back, and cannot be deleted while a route has it', async () => {
    const made = given(await integrate({ Description: 'd' }));
    expect(made).toEqual({
      ConnectionType: 'INTERNET',
      Description: 'd',
      IntegrationId: expect.stringMatching(/^[a-z0-9]{7}$/) as string,
      IntegrationMethod: 'POST',
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: invokeArn,
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 30_000,
    });
    const { IntegrationId } = made;
    const update = new sdk.UpdateIntegrationCommand({ ApiId, IntegrationId, TimeoutInMillis: 50, IntegrationUri: fn });
    expect(given(await client.send(update))).toEqual({ ...made, TimeoutInMillis: 50, IntegrationUri: fn });
    const { RouteId } = await route('GET /x', { Target: `integrations/${IntegrationId ?? ''}` });
    const remove = () => client.send(new sdk.DeleteIntegrationCommand({ ApiId, IntegrationId }));
    const message = `Cannot delete Integration because it is referenced by the following Routes with Ids: [${RouteId ?? ''}]`;
    await expect(remove()).rejects.toMatchObject(refusal('ConflictException', 409, message));
    await client.send(new sdk.DeleteRouteCommand({ ApiId, RouteId }));
    await remove();
    await expect(remove()).rejects.toMatchObject(refusal('NotFoundException', 404));
  });

  test.each([
    { IntegrationType: 'HTTP_PROXY' as const, IntegrationUri: 'https://example.com' },
    { IntegrationUri: 'https://example.com' },
    { PayloadFormatVersion: '1.0' },
    { PayloadFormatVersion: undefined },
    { TimeoutInMillis: 30_001 },
    { ConnectionType: 'VPC_LINK' as const, ConnectionId: 'x' },
    { RequestParameters: { 'overwrite:path': '/x' } },
    { CredentialsArn: 'arn:aws:iam::*:user/*' },
  ])('is refused: %j', async (more) => {
    await expect(integrate(more)).rejects.toMatchObject(badRequest);
  });
});

describe('a route', () => {
  test('comes back', async () => {
    const { IntegrationId = '' } = await integrate();
    const made = given(await route('GET /x/{id}', { Target: `integrations/${IntegrationId}`, OperationName: 'x' }));
    expect(made).toEqual({
      ApiKeyRequired: false,
      AuthorizationType: 'NONE',
      OperationName: 'x',
      RouteId: expect.stringMatching(/^[a-z0-9]{7}$/) as string,
      RouteKey: 'GET /x/{id}',
      Target: `integrations/${IntegrationId}`,
    });
    const { RouteId } = made;
    const update = new sdk.UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'GET /x/{name}' });
    expect(given(await client.send(update))).toEqual({ ...made, RouteKey: 'GET /x/{name}' });
  });

  test('is the only one that matches', async () => {
    await route('GET /x/{id}');
    const { RouteId } = await route('GET /y');
    const same = refusal('ConflictException', 409, 'Route with key GET /x/{id} already exists for this API');
    await expect(route('GET /x/{id}')).rejects.toMatchObject(same);
    const message =
      'The provided route key "GET /x/{name}" has a conflicting variable on the same hierarchical level as "GET /x/{id}"';
    await expect(route('GET /x/{name}')).rejects.toMatchObject(refusal('ConflictException', 409, message));
    const update = new sdk.UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'GET /x/{id}' });
    await expect(client.send(update)).rejects.toMatchObject(same);
  });

  test.each([
    ['GET x', {}],
    ['GET /x', { Target: 'integrations/none' }],
    ['GET /x', { Target: 'elsewhere' }],
    ['GET /x', { AuthorizationType: 'JWT' as const, AuthorizerId: 'a' }],
    ['GET /x', { ApiKeyRequired: true }],
  ])('%s is refused: %j', async (key, more) => {
    await expect(route(key, more)).rejects.toMatchObject(badRequest);
  });
});

describe('a stage', () => {
  const settings = {
    AccessLogSettings: {
      DestinationArn: 'arn:aws:logs:eu-west-1:000000000000:log-group:x',
      Format: '$context.requestId',
    },
    DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingBurstLimit: 40, ThrottlingRateLimit: 20.5 },
    Description: 'd',
    StageVariables: { a: '1' },
    Tags: { a: '1' },
  };

  test('comes back, with the deployments that it makes', async () => {
    await route('GET /x');
    await stage({ ...settings, AutoDeploy: true });
    const get = async () => given(await client.send(new sdk.GetStageCommand({ ApiId, StageName: '$default' })));
    const made = await get();
    expect(made).toMatchObject({ ...settings, AutoDeploy: true, RouteSettings: {}, StageName: '$default' });
    const { DeploymentId } = made;
    const deployment = await client.send(new sdk.GetDeploymentCommand({ ApiId, DeploymentId }));
    expect(deployment).toMatchObject({ AutoDeployed: true, DeploymentStatus: 'DEPLOYED' });
    await Promise.all([route('GET /y'), route('GET /z')]);
    const { Items = [] } = await client.send(new sdk.GetDeploymentsCommand({ ApiId }));
    expect(Items.map((each) => each.DeploymentId)).toEqual([(await get()).DeploymentId]);
    expect(Items[0]?.DeploymentId).not.toBe(DeploymentId);
    await served.restart();
    expect((await get()).DeploymentId).toBe(Items[0]?.DeploymentId);
    const of = { ApiId, StageName: '$default' };
    await client.send(new sdk.UpdateStageCommand({ ...of, StageVariables: { a: '', b: '2', c: '3' } }));
    expect(await get()).toMatchObject({ ...settings, StageVariables: { b: '2', c: '3' } });
    await client.send(new sdk.UpdateStageCommand({ ...of, AccessLogSettings: {} }));
    expect(await get()).not.toHaveProperty('AccessLogSettings');
    await client.send(new sdk.UpdateStageCommand({ ...of, AccessLogSettings: settings.AccessLogSettings }));
    await client.send(new sdk.DeleteAccessLogSettingsCommand(of));
    expect(await get()).not.toHaveProperty('AccessLogSettings');
  });

  test('has settings for routes that are there', async () => {
    const of = { ApiId, StageName: '$default' };
    const RouteSettings = { 'GET /x/{id}': { ThrottlingBurstLimit: 1 } };
    const missing = refusal(
      'NotFoundException',
      404,
      'Unable to find Route by key GET /x/{id} within the provided RouteSettings',
    );
    await expect(stage({ RouteSettings })).rejects.toMatchObject(missing);
    await route('GET /x/{id}');
    const made = await stage({ RouteSettings });
    expect(made.RouteSettings).toEqual({ 'GET /x/{id}': { DetailedMetricsEnabled: false, ThrottlingBurstLimit: 1 } });
    const remove = () => client.send(new sdk.DeleteRouteSettingsCommand({ ...of, RouteKey: 'GET /x/{id}' }));
    await remove();
    expect((await client.send(new sdk.GetStageCommand(of))).RouteSettings).toEqual({});
    await expect(remove()).rejects.toMatchObject(missing);
  });

  test('keeps its deployment from being deleted, and deploys nothing where there is no route', async () => {
    const deploy = () => client.send(new sdk.CreateDeploymentCommand({ ApiId, StageName: '$default' }));
    expect(await stage({ AutoDeploy: true })).not.toHaveProperty('DeploymentId');
    await client.send(new sdk.UpdateStageCommand({ ApiId, StageName: '$default', AutoDeploy: false }));
    await expect(deploy()).rejects.toMatchObject(badRequest);
    await route('GET /x');
    const { DeploymentId } = await deploy();
    const remove = () => client.send(new sdk.DeleteDeploymentCommand({ ApiId, DeploymentId }));
    await expect(remove()).rejects.toMatchObject(badRequest);
    await client.send(new sdk.DeleteStageCommand({ ApiId, StageName: '$default' }));
    await remove();
  });

  test.each([
    { StageName: 'a/b' },
    { StageName: '$other' },
    { AccessLogSettings: { Format: '$context.status' } },
    { DefaultRouteSettings: { LoggingLevel: 'INFO' as const } },
    { DefaultRouteSettings: { ThrottlingRateLimit: -1 } },
    { DefaultRouteSettings: { ThrottlingRateLimit: 10_001 } },
    { ClientCertificateId: 'x' },
  ])('is refused: %j', async (more) => {
    await expect(stage(more)).rejects.toMatchObject(badRequest);
  });

  test('is refused twice, and with a deployment that is not there', async () => {
    await expect(stage({ DeploymentId: 'none' })).rejects.toMatchObject(refusal('NotFoundException', 404));
    await stage();
    await expect(stage()).rejects.toMatchObject(refusal('ConflictException', 409, 'Stage already exists'));
  });
});

test('a domain name of one’s own, with what is mapped to it, comes back', async () => {
  const DomainName = 'files.example.com';
  const CertificateArn = 'arn:aws:acm:eu-west-1:000000000000:certificate/c';
  const create = new sdk.CreateDomainNameCommand({
    DomainName,
    DomainNameConfigurations: [{ CertificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
  });
  const domain = await client.send(create);
  expect(domain).toMatchObject({
    DomainName,
    DomainNameArn: `arn:aws:apigateway:eu-west-1::/domainnames/${DomainName}`,
    DomainNameConfigurations: [
      {
        ApiGatewayDomainName: expect.stringMatching(/^d-\w{10}\.execute-api\.eu-west-1\.amazonaws\.com$/) as string,
        CertificateArn,
        DomainNameStatus: 'AVAILABLE',
        EndpointType: 'REGIONAL',
        SecurityPolicy: 'TLS_1_2',
      },
    ],
  });
  await expect(client.send(create)).rejects.toMatchObject(refusal('ConflictException', 409));
  const map = (more: object = {}) =>
    client.send(new sdk.CreateApiMappingCommand({ DomainName, ApiId, Stage: '$default', ...more }));
  await expect(map()).rejects.toMatchObject(refusal('NotFoundException', 404, 'Invalid stage identifier specified'));
  await stage();
  const { ApiMappingId } = await map();
  await expect(map()).rejects.toMatchObject(refusal('ConflictException', 409));
  await map({ ApiMappingKey: 'v1' });
  const update = new sdk.UpdateApiMappingCommand({ DomainName, ApiId, ApiMappingId, ApiMappingKey: 'v2' });
  expect(await client.send(update)).toMatchObject({ ApiMappingKey: 'v2', Stage: '$default' });
  await served.restart();
  const { Items = [] } = await client.send(new sdk.GetApiMappingsCommand({ DomainName }));
  expect(Items.map(({ ApiMappingKey }) => ApiMappingKey).sort()).toEqual(['v1', 'v2']);
  await expect(client.send(new sdk.DeleteApiCommand({ ApiId }))).rejects.toMatchObject(badRequest);
  await client.send(new sdk.DeleteDomainNameCommand({ DomainName }));
  await client.send(new sdk.DeleteApiCommand({ ApiId }));
});

test('tags are those of APIs and stages', async () => {
  await stage({ Tags: { a: '1' } });
  for (const [resource, first] of [
    [`/apis/${ApiId}`, {}],
    [`/apis/${ApiId}/stages/$default`, { a: '1' }],
  ] as const) {
    const ResourceArn = `arn:aws:apigateway:eu-west-1::${resource}`;
    const tags = async () => (await client.send(new sdk.GetTagsCommand({ ResourceArn }))).Tags;
    expect(await tags()).toEqual(first);
    await client.send(new sdk.TagResourceCommand({ ResourceArn, Tags: { b: '2', c: '3' } }));
    expect(await tags()).toEqual({ ...first, b: '2', c: '3' });
    await client.send(new sdk.UntagResourceCommand({ ResourceArn, TagKeys: ['b'] }));
    await client.send(new sdk.UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'c'] }));
    expect(await tags()).toEqual({});
  }
  const ResourceArn = 'arn:aws:apigateway:eu-west-1::/apis/none';
  await expect(client.send(new sdk.GetTagsCommand({ ResourceArn }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
