import { badRequest } from '../errors.ts';
import { randomId } from '../model.ts';
import type { Deployment, Stage } from '../model.ts';
import { getApi } from './context.ts';
import type { Context } from './context.ts';

const WITHOUT_ROUTES = 'At least one route is required before deploying the Api.';

/** What an API is now, as a deployment. Throws `BadRequestException` where it has no route. */
export function deploymentOf(
  context: Context,
  apiId: string,
  more: Pick<Deployment, 'autoDeployed' | 'description'>,
): Deployment {
  const { corsConfiguration } = getApi(context, apiId);
  const { records, clock } = context;
  const routes = records.route.list(`${apiId}/`).map(({ routeKey, target = '' }) => {
    const integration = records.integration.get(`${apiId}/${target.replace('integrations/', '')}`);
    return { routeKey, ...(integration && { integration }) };
  });
  if (routes.length === 0) throw badRequest(WITHOUT_ROUTES);
  return {
    deploymentId: randomId(6),
    createdDate: clock(),
    ...more,
    ...(corsConfiguration && { corsConfiguration }),
    routes,
  };
}

/**
 * Gives the stages that deploy by themselves what the API is now, and removes the automatic deployments that no stage has any longer.
 * All of it is in memory before the first write ends, so that of two changes at once the later one stays.
 */
export async function autoDeploy(context: Context, apiId: string): Promise<void> {
  const { records } = context;
  const stages = records.stage.list(`${apiId}/`).filter((stage) => stage.autoDeploy);
  if (stages.length === 0) return;
  const writes: Promise<unknown>[] = [];
  if (records.route.list(`${apiId}/`).length > 0) {
    const description = 'Automatic deployment triggered by changes to the Api configuration';
    const deployment = deploymentOf(context, apiId, { autoDeployed: true, description });
    writes.push(putDeployment(context, apiId, deployment));
    for (const stage of stages) writes.push(putStage(context, apiId, deployed(stage, deployment.deploymentId)));
  } else {
    const lastDeploymentStatusMessage = `Deployment attempt failed: ${WITHOUT_ROUTES}`;
    for (const { deploymentId: _none, ...stage } of stages) {
      writes.push(putStage(context, apiId, { ...stage, lastDeploymentStatusMessage }));
    }
  }
  await Promise.all([...writes, ...removals(context, apiId)]);
}

/** A stage that serves a deployment. */
export function deployed(stage: Stage, deploymentId: string): Stage {
  const lastDeploymentStatusMessage = `Successfully deployed stage with deployment ID '${deploymentId}'`;
  return { ...stage, deploymentId, lastDeploymentStatusMessage };
}

export function putDeployment({ records }: Context, apiId: string, deployment: Deployment): Promise<void> {
  return records.deployment.put(`${apiId}/${deployment.deploymentId}`, deployment);
}

export function putStage({ records }: Context, apiId: string, stage: Stage): Promise<void> {
  return records.stage.put(`${apiId}/${stage.stageName}`, stage);
}

function removals({ records }: Context, apiId: string): Promise<unknown>[] {
  const used = new Set(records.stage.list(`${apiId}/`).map(({ deploymentId }) => deploymentId));
  return records.deployment
    .list(`${apiId}/`)
    .filter(({ autoDeployed, deploymentId }) => autoDeployed && !used.has(deploymentId))
    .map(({ deploymentId }) => records.deployment.delete(`${apiId}/${deploymentId}`));
}
