import type { RestOperations } from '../../shared/rest-service.ts';
import { conflict, notFound } from '../errors.ts';
import { randomId } from '../model.ts';
import type { ApiMapping } from '../model.ts';
import { getStage } from './context.ts';
import type { Context } from './context.ts';
import { getDomain } from './domain-names.ts';
import { createMapping, listOfDomain, mappingInput, parseInput, updateMapping } from './input.ts';
import { page } from './page.ts';

const all = '/v2/domainnames/:domainName/apimappings';
const one = `${all}/:apiMappingId`;

export function mappingOperations(context: Context): RestOperations {
  const { records } = context;

  function getMapping(domainName: string, id: string): ApiMapping {
    getDomain(context, domainName);
    const found = records.apiMapping.get(`${domainName}/${id}`);
    if (!found) throw notFound('Invalid API mapping identifier specified', 'ApiMapping');
    return found;
  }

  async function put(domainName: string, mapping: ApiMapping): Promise<object> {
    const { apiId, stage, apiMappingKey, apiMappingId } = mapping;
    getStage(context, apiId, stage);
    const others = records.apiMapping.list(`${domainName}/`).filter((other) => other.apiMappingId !== apiMappingId);
    if (others.some((other) => other.apiMappingKey === apiMappingKey))
      throw conflict('ApiMapping key already exists for this domain name');
    await records.apiMapping.put(`${domainName}/${apiMappingId}`, mapping);
    return mapping;
  }

  return {
    CreateApiMapping: {
      route: `POST ${all}`,
      status: 201,
      async run(input) {
        const { domainName, apiMappingKey = '', ...mapping } = parseInput(createMapping, input);
        getDomain(context, domainName);
        return put(domainName, { apiMappingId: randomId(6), apiMappingKey, ...mapping });
      },
    },
    GetApiMapping: {
      route: `GET ${one}`,
      run(input) {
        const { domainName, apiMappingId } = parseInput(mappingInput, input);
        return getMapping(domainName, apiMappingId);
      },
    },
    GetApiMappings: {
      route: `GET ${all}`,
      run(input) {
        const { domainName, ...paging } = parseInput(listOfDomain, input);
        getDomain(context, domainName);
        return page(
          records.apiMapping.list(`${domainName}/`),
          ({ apiMappingId }) => apiMappingId,
          (mapping) => mapping,
          paging,
        );
      },
    },
    UpdateApiMapping: {
      route: `PATCH ${one}`,
      async run(input) {
        const { domainName, ...mapping } = parseInput(updateMapping, input);
        return put(domainName, { ...getMapping(domainName, mapping.apiMappingId), ...mapping });
      },
    },
    DeleteApiMapping: {
      route: `DELETE ${one}`,
      async run(input) {
        const { domainName, apiMappingId } = parseInput(mappingInput, input);
        getMapping(domainName, apiMappingId);
        await records.apiMapping.delete(`${domainName}/${apiMappingId}`);
        return undefined;
      },
    },
  };
}
