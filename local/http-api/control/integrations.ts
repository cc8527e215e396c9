import type { RestOperations } from '../../shared/rest-service.ts';
import { conflict } from '../errors.ts';
import { randomId } from '../model.ts';
import type { Integration } from '../model.ts';
import { getApi, getIntegration } from './context.ts';
import type { Context } from './context.ts';
import { autoDeploy } from './deploy.ts';
import { createIntegration, integrationInput, listOfApi, parseInput, updateIntegration } from './input.ts';
import { page } from './page.ts';

const all = '/v2/apis/:apiId/integrations';
const one = `${all}/:integrationId`;

/** How long a function may take, at most and by default. Source: API Gateway Version 2 API Reference, "Integration". */
const TIMEOUT_MS = 30_000;

const describe = (integration: Integration): object => ({
  ...integration,
  connectionType: 'INTERNET',
  integrationMethod: 'POST',
  integrationType: 'AWS_PROXY',
  payloadFormatVersion: '2.0',
});

export function integrationOperations(context: Context): RestOperations {
  const { records } = context;

  async function put(apiId: string, integration: Integration): Promise<object> {
    await Promise.all([
      records.integration.put(`${apiId}/${integration.integrationId}`, integration),
      autoDeploy(context, apiId),
    ]);
    return describe(integration);
  }

  return {
    CreateIntegration: {
      route: `POST ${all}`,
      status: 201,
      async run(input) {
        const request = parseInput(createIntegration, input);
        getApi(context, request.apiId);
        const { apiId, integrationUri, timeoutInMillis = TIMEOUT_MS } = request;
        return put(apiId, { integrationId: randomId(7), integrationUri, timeoutInMillis, ...optional(request) });
      },
    },
    GetIntegration: {
      route: `GET ${one}`,
      run(input) {
        const { apiId, integrationId } = parseInput(integrationInput, input);
        return describe(getIntegration(context, apiId, integrationId));
      },
    },
    GetIntegrations: {
      route: `GET ${all}`,
      run(input) {
        const { apiId, ...paging } = parseInput(listOfApi, input);
        getApi(context, apiId);
        return page(records.integration.list(`${apiId}/`), ({ integrationId }) => integrationId, describe, paging);
      },
    },
    UpdateIntegration: {
      route: `PATCH ${one}`,
      async run(input) {
        const request = parseInput(updateIntegration, input);
        const { apiId, integrationId } = request;
        const before = getIntegration(context, apiId, integrationId);
        const { integrationUri = before.integrationUri, timeoutInMillis = before.timeoutInMillis } = request;
        return put(apiId, { ...before, integrationUri, timeoutInMillis, ...optional(request) });
      },
    },
    DeleteIntegration: {
      route: `DELETE ${one}`,
      async run(input) {
        const { apiId, integrationId } = parseInput(integrationInput, input);
        getIntegration(context, apiId, integrationId);
        const target = `integrations/${integrationId}`;
        const routes = records.route.list(`${apiId}/`).filter((route) => route.target === target);
        if (routes.length > 0) {
          const ids = routes.map(({ routeId }) => routeId).join(', ');
          throw conflict(
            `Cannot delete Integration because it is referenced by the following Routes with Ids: [${ids}]`,
          );
        }
        await records.integration.delete(`${apiId}/${integrationId}`);
        return undefined;
      },
    },
  };
}

function optional({
  credentialsArn,
  description,
}: {
  credentialsArn?: string;
  description?: string;
}): Pick<Integration, 'credentialsArn' | 'description'> {
  return {
    ...(credentialsArn !== undefined && { credentialsArn }),
    ...(description !== undefined && { description }),
  };
}
