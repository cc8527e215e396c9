import type { RestOperations } from '../../shared/rest-service.ts';
import { badRequest, conflict } from '../errors.ts';
import { randomId } from '../model.ts';
import type { Route } from '../model.ts';
import { shapeOf } from '../requests/routes.ts';
import { getApi, getRoute } from './context.ts';
import type { Context } from './context.ts';
import { autoDeploy } from './deploy.ts';
import { createRoute, listOfApi, parseInput, routeInput, updateRoute } from './input.ts';
import { page } from './page.ts';

const all = '/v2/apis/:apiId/routes';
const one = `${all}/:routeId`;

const describe = (route: Route): object => ({ ...route, apiKeyRequired: false, authorizationType: 'NONE' });

export function routeOperations(context: Context): RestOperations {
  const { records } = context;

  async function put(apiId: string, route: Route): Promise<object> {
    check(apiId, route);
    await Promise.all([records.route.put(`${apiId}/${route.routeId}`, route), autoDeploy(context, apiId)]);
    return describe(route);
  }

  function check(apiId: string, { routeId, routeKey, target }: Route): void {
    const shape = shapeOf(routeKey);
    for (const other of records.route.list(`${apiId}/`)) {
      if (other.routeId === routeId) continue;
      if (other.routeKey === routeKey) throw conflict(`Route with key ${routeKey} already exists for this API`);
      if (shapeOf(other.routeKey) === shape) {
        throw conflict(
          `The provided route key "${routeKey}" has a conflicting variable on the same hierarchical level as "${other.routeKey}"`,
        );
      }
    }
    const [, integrationId] = /^integrations\/([^/]+)$/.exec(target ?? '') ?? [];
    if (target === undefined || (integrationId !== undefined && records.integration.has(`${apiId}/${integrationId}`)))
      return;
    throw badRequest(`Invalid target ${target}: expected integrations/<id>, the id of an integration of this API`);
  }

  return {
    CreateRoute: {
      route: `POST ${all}`,
      status: 201,
      async run(input) {
        const { apiId, routeKey, ...request } = parseInput(createRoute, input);
        getApi(context, apiId);
        return put(apiId, { routeId: randomId(7), routeKey, ...optional(request) });
      },
    },
    GetRoute: {
      route: `GET ${one}`,
      run(input) {
        const { apiId, routeId } = parseInput(routeInput, input);
        return describe(getRoute(context, apiId, routeId));
      },
    },
    GetRoutes: {
      route: `GET ${all}`,
      run(input) {
        const { apiId, ...paging } = parseInput(listOfApi, input);
        getApi(context, apiId);
        return page(records.route.list(`${apiId}/`), ({ routeId }) => routeId, describe, paging);
      },
    },
    UpdateRoute: {
      route: `PATCH ${one}`,
      async run(input) {
        const { apiId, routeId, ...request } = parseInput(updateRoute, input);
        const before = getRoute(context, apiId, routeId);
        const { routeKey = before.routeKey } = request;
        return put(apiId, { ...before, routeKey, ...optional(request) });
      },
    },
    DeleteRoute: {
      route: `DELETE ${one}`,
      async run(input) {
        const { apiId, routeId } = parseInput(routeInput, input);
        getRoute(context, apiId, routeId);
        await Promise.all([records.route.delete(`${apiId}/${routeId}`), autoDeploy(context, apiId)]);
        return undefined;
      },
    },
  };
}

function optional({
  operationName,
  target,
}: {
  operationName?: string;
  target?: string;
}): Pick<Route, 'operationName' | 'target'> {
  return { ...(operationName !== undefined && { operationName }), ...(target !== undefined && { target }) };
}
