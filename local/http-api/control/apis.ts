import type { RestOperations } from '../../shared/rest-service.ts';
import { withTags } from '../../shared/tags.ts';
import { badRequest } from '../errors.ts';
import { randomId } from '../model.ts';
import type { Api } from '../model.ts';
import { API_PATH } from '../requests/front.ts';
import { getApi } from './context.ts';
import type { Context } from './context.ts';
import { autoDeploy } from './deploy.ts';
import { apiInput, createApi, listInput, parseInput, updateApi } from './input.ts';
import { page } from './page.ts';

const one = '/v2/apis/:apiId';

export function apiOperations(context: Context): RestOperations {
  const { records, clock, siteUrl } = context;

  const describe = ({ createdDate, ...api }: Api): object => ({
    ...api,
    apiEndpoint: `${siteUrl()}${API_PATH}/${api.apiId}`,
    apiKeySelectionExpression: '$request.header.x-api-key',
    createdDate: new Date(createdDate).toISOString(),
    protocolType: 'HTTP',
    routeSelectionExpression: '$request.method $request.path',
  });

  async function change({ corsConfiguration: cors, ...settings }: Api): Promise<object> {
    // An empty configuration takes away the one that there is.
    const api = { ...settings, ...(cors && Object.keys(cors).length > 0 && { corsConfiguration: cors }) };
    await Promise.all([records.api.put(api.apiId, api), autoDeploy(context, api.apiId)]);
    return describe(api);
  }

  return {
    CreateApi: {
      route: 'POST /v2/apis',
      status: 201,
      async run(input) {
        const {
          name,
          tags,
          disableExecuteApiEndpoint = false,
          ipAddressType = 'ipv4',
          ...settings
        } = parseInput(createApi, input);
        const { corsConfiguration, description, version } = settings;
        return change({
          apiId: randomId(10),
          name,
          ...(description !== undefined && { description }),
          ...(version !== undefined && { version }),
          disableExecuteApiEndpoint,
          ipAddressType,
          ...(corsConfiguration && { corsConfiguration }),
          tags: withTags({}, tags, 'BadRequestException'),
          createdDate: clock(),
        });
      },
    },
    GetApi: { route: `GET ${one}`, run: (input) => describe(getApi(context, parseInput(apiInput, input).apiId)) },
    GetApis: {
      route: 'GET /v2/apis',
      run: (input) => page(records.api.list(), ({ apiId }) => apiId, describe, parseInput(listInput, input)),
    },
    UpdateApi: {
      route: `PATCH ${one}`,
      async run(input) {
        const {
          apiId,
          apiKeySelectionExpression: _key,
          disableSchemaValidation: _validation,
          routeSelectionExpression: _route,
          ...settings
        } = parseInput(updateApi, input);
        return change({ ...getApi(context, apiId), ...settings });
      },
    },
    DeleteApi: {
      route: `DELETE ${one}`,
      async run(input) {
        const { apiId } = parseInput(apiInput, input);
        getApi(context, apiId);
        if (records.apiMapping.list().some((mapping) => mapping.apiId === apiId))
          throw badRequest('Please remove all API mappings related to the API in your account before deleting it.');
        const { route, integration, stage, deployment } = records;
        const parts = [route, integration, stage, deployment];
        const gone = parts.flatMap((part) => part.keys(`${apiId}/`).map((key) => part.delete(key)));
        await Promise.all([records.api.delete(apiId), ...gone]);
        return undefined;
      },
    },
    DeleteCorsConfiguration: {
      route: `DELETE ${one}/cors`,
      async run(input) {
        const { corsConfiguration: _removed, ...api } = getApi(context, parseInput(apiInput, input).apiId);
        await change(api);
        return undefined;
      },
    },
  };
}
