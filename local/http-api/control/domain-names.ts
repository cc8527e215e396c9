import type * as v from 'valibot';
import type { RestOperations } from '../../shared/rest-service.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import { withTags } from '../../shared/tags.ts';
import { conflict, notFound } from '../errors.ts';
import { randomId } from '../model.ts';
import type { DomainName } from '../model.ts';
import type { Context } from './context.ts';
import { createDomainName, domainInput, listInput, parseInput, updateDomainName } from './input.ts';
import { page } from './page.ts';

const all = '/v2/domainnames';
const one = `${all}/:domainName`;

/** Route 53's zone of API Gateway's Regional domain names. Source: AWS General Reference, "Amazon API Gateway endpoints and quotas". */
const HOSTED_ZONE = 'ZLY8HYME6SFDD';

export const domainArn = (domainName: string): string =>
  `arn:aws:apigateway:${LOCAL_REGION}::/domainnames/${domainName}`;

export function getDomain({ records }: Context, domainName: string): DomainName {
  const found = records.domainName.get(domainName);
  if (!found) throw notFound('Invalid domain name identifier specified', 'DomainName');
  return found;
}

const describe = ({ domainName, tags, target, ...configuration }: DomainName): object => ({
  apiMappingSelectionExpression: '$request.basepath',
  domainName,
  domainNameArn: domainArn(domainName),
  domainNameConfigurations: [
    {
      apiGatewayDomainName: target,
      domainNameStatus: 'AVAILABLE',
      endpointType: 'REGIONAL',
      hostedZoneId: HOSTED_ZONE,
      ...configuration,
    },
  ],
  routingMode: 'API_MAPPING_ONLY',
  tags,
});

/** Domain names of one's own are kept and given back: nothing on a laptop leads to them. */
export function domainOperations(context: Context): RestOperations {
  const { records } = context;
  return {
    CreateDomainName: {
      route: `POST ${all}`,
      status: 201,
      async run(input) {
        const { domainName, domainNameConfigurations, tags } = parseInput(createDomainName, input);
        if (records.domainName.has(domainName)) throw conflict('The domain name you provided already exists.');
        const target = `d-${randomId(10)}.execute-api.${LOCAL_REGION}.amazonaws.com`;
        const domain = {
          domainName,
          target,
          ...configurationOf(domainNameConfigurations),
          tags: withTags({}, tags, 'BadRequestException'),
        };
        await records.domainName.put(domainName, domain);
        return describe(domain);
      },
    },
    GetDomainName: {
      route: `GET ${one}`,
      run: (input) => describe(getDomain(context, parseInput(domainInput, input).domainName)),
    },
    GetDomainNames: {
      route: `GET ${all}`,
      run: (input) =>
        page(records.domainName.list(), (domain) => domain.domainName, describe, parseInput(listInput, input)),
    },
    UpdateDomainName: {
      route: `PATCH ${one}`,
      async run(input) {
        const { domainName, domainNameConfigurations } = parseInput(updateDomainName, input);
        const before = getDomain(context, domainName);
        const domain = { ...before, ...(domainNameConfigurations && configurationOf(domainNameConfigurations)) };
        await records.domainName.put(domainName, domain);
        return describe(domain);
      },
    },
    DeleteDomainName: {
      route: `DELETE ${one}`,
      async run(input) {
        const { domainName } = parseInput(domainInput, input);
        getDomain(context, domainName);
        const mappings = records.apiMapping.keys(`${domainName}/`).map((key) => records.apiMapping.delete(key));
        await Promise.all([records.domainName.delete(domainName), ...mappings]);
        return undefined;
      },
    },
  };
}

type Configurations = v.InferOutput<typeof createDomainName>['domainNameConfigurations'];

function configurationOf([{ endpointType: _only, ...configuration }]: Configurations): Omit<
  Configurations[0],
  'endpointType'
> {
  return configuration;
}
