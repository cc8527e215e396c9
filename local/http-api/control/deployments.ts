import type { RestOperations } from '../../shared/rest-service.ts';
import { badRequest } from '../errors.ts';
import type { Deployment } from '../model.ts';
import { getApi, getDeployment, getStage } from './context.ts';
import type { Context } from './context.ts';
import { deployed, deploymentOf, putDeployment, putStage } from './deploy.ts';
import { createDeployment, deploymentInput, listOfApi, parseInput, updateDeployment } from './input.ts';
import { page } from './page.ts';

const all = '/v2/apis/:apiId/deployments';
const one = `${all}/:deploymentId`;

const describe = ({ deploymentId, autoDeployed, description, createdDate }: Deployment): object => ({
  deploymentId,
  autoDeployed,
  ...(description !== undefined && { description }),
  createdDate: new Date(createdDate).toISOString(),
  deploymentStatus: 'DEPLOYED',
});

export function deploymentOperations(context: Context): RestOperations {
  const { records } = context;
  return {
    CreateDeployment: {
      route: `POST ${all}`,
      status: 201,
      async run(input) {
        const { apiId, stageName, description } = parseInput(createDeployment, input);
        getApi(context, apiId);
        const stage = stageName === undefined ? undefined : getStage(context, apiId, stageName);
        if (stage?.autoDeploy) throw badRequest('A deployment cannot be given to a stage that deploys automatically.');
        const deployment = deploymentOf(context, apiId, {
          autoDeployed: false,
          ...(description !== undefined && { description }),
        });
        const writes = [putDeployment(context, apiId, deployment)];
        if (stage) writes.push(putStage(context, apiId, deployed(stage, deployment.deploymentId)));
        await Promise.all(writes);
        return describe(deployment);
      },
    },
    GetDeployment: {
      route: `GET ${one}`,
      run(input) {
        const { apiId, deploymentId } = parseInput(deploymentInput, input);
        return describe(getDeployment(context, apiId, deploymentId));
      },
    },
    GetDeployments: {
      route: `GET ${all}`,
      run(input) {
        const { apiId, ...paging } = parseInput(listOfApi, input);
        getApi(context, apiId);
        return page(records.deployment.list(`${apiId}/`), ({ deploymentId }) => deploymentId, describe, paging);
      },
    },
    UpdateDeployment: {
      route: `PATCH ${one}`,
      async run(input) {
        const { apiId, deploymentId, ...settings } = parseInput(updateDeployment, input);
        const deployment = { ...getDeployment(context, apiId, deploymentId), ...settings };
        await putDeployment(context, apiId, deployment);
        return describe(deployment);
      },
    },
    DeleteDeployment: {
      route: `DELETE ${one}`,
      async run(input) {
        const { apiId, deploymentId } = parseInput(deploymentInput, input);
        getDeployment(context, apiId, deploymentId);
        if (records.stage.list(`${apiId}/`).some((stage) => stage.deploymentId === deploymentId))
          throw badRequest('Active stages pointing to this deployment must be moved or deleted');
        await records.deployment.delete(`${apiId}/${deploymentId}`);
        return undefined;
      },
    },
  };
}
