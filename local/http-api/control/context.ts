import type { Clock } from '../../shared/service.ts';
import { notFound } from '../errors.ts';
import type { Api, Deployment, Integration, Records, Route, Stage } from '../model.ts';
import { LOCAL_ACCOUNT } from '../../shared/service.ts';

export interface Context {
  records: Records;
  clock: Clock;
  /** Where HTTP APIs answer, without a slash at the end. */
  siteUrl: () => string;
}

export function getApi({ records }: Context, apiId: string): Api {
  const found = records.api.get(apiId);
  if (!found) throw notFound(`Invalid API identifier specified ${LOCAL_ACCOUNT}:${apiId}`, 'Api');
  return found;
}

export function getIntegration(context: Context, apiId: string, integrationId: string): Integration {
  getApi(context, apiId);
  const found = context.records.integration.get(`${apiId}/${integrationId}`);
  if (!found) throw notFound('Invalid Integration identifier specified', 'Integration');
  return found;
}

export function getRoute(context: Context, apiId: string, routeId: string): Route {
  getApi(context, apiId);
  const found = context.records.route.get(`${apiId}/${routeId}`);
  if (!found) throw notFound('Invalid Route identifier specified', 'Route');
  return found;
}

export function getStage(context: Context, apiId: string, stageName: string): Stage {
  getApi(context, apiId);
  const found = context.records.stage.get(`${apiId}/${stageName}`);
  if (!found) throw notFound('Invalid stage identifier specified', 'Stage');
  return found;
}

export function getDeployment(context: Context, apiId: string, deploymentId: string): Deployment {
  getApi(context, apiId);
  const found = context.records.deployment.get(`${apiId}/${deploymentId}`);
  if (!found) throw notFound('Invalid deployment identifier specified', 'Deployment');
  return found;
}
