import * as v from 'valibot';
import type { FunctionsArtifact } from '../../../build/artifacts.ts';
import type { ApiGateway } from '../../http-api/index.ts';
import type { Lambda } from '../../lambda/lambda.ts';
import { functionArn, localArn } from '../../shared/arns.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { physicalName } from '../names.ts';
import { permit } from './functions.ts';

const Apis = v.object({ items: v.array(v.object({ apiId: v.string(), name: v.string() })) });
const Made = v.object({ apiId: v.string() });
const Integration = v.object({ integrationId: v.string() });

/** The HTTP APIs of the functions that have routes, made anew at every start. */
export async function ensureHttpApis(
  { apiGateway: { call }, lambda }: { apiGateway: ApiGateway; lambda: Lambda },
  functions: FunctionsArtifact,
): Promise<void> {
  for (const [name, { httpRoutes = [] }] of Object.entries(functions)) {
    if (httpRoutes.length === 0) continue;
    await removeApi(call, physicalName(name));
    const apiId = await makeApi(call, physicalName(name), httpRoutes);
    const sourceArn = `${localArn('execute-api', apiId)}/*/*`;
    await permit(lambda, name, 'http-api', { service: 'apigateway.amazonaws.com', sourceArn });
  }
}

async function removeApi(call: JsonCaller, name: string): Promise<void> {
  const { items } = v.parse(Apis, await call('GetApis', {}));
  for (const { apiId } of items.filter((api) => api.name === name)) await call('DeleteApi', { apiId });
}

async function makeApi(call: JsonCaller, name: string, routes: readonly string[]): Promise<string> {
  const { apiId } = v.parse(Made, await call('CreateApi', { name, protocolType: 'HTTP' }));
  const { integrationId } = v.parse(
    Integration,
    await call('CreateIntegration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: functionArn(name),
      integrationMethod: 'POST',
      payloadFormatVersion: '2.0',
    }),
  );
  for (const routeKey of routes)
    await call('CreateRoute', { apiId, routeKey, target: `integrations/${integrationId}` });
  await call('CreateStage', { apiId, stageName: '$default', autoDeploy: true });
  return apiId;
}
