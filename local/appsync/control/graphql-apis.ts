import * as v from 'valibot';
import { localArn } from '../../shared/arns.ts';
import { AwsError } from '../../shared/aws-error.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../shared/service.ts';
import { tagMap, withTags } from '../../shared/tags.ts';
import { APPSYNC_PRINCIPAL } from '../data-sources/acting-as.ts';
import { newId, requireApi, type Control, type ControlOperations } from './control.ts';
import { apiInput, askedPage } from './inputs.ts';
import { apiSettings, type ApiRecord } from './records.ts';
import { badRequest, parseInput, refuseMembers, unsupported } from './refusals.ts';

/** Source: AWS AppSync endpoints and quotas. */
const MAX_APIS = 50;
const NOT_HERE = ['openIDConnectConfig', 'lambdaAuthorizerConfig', 'mergedApiExecutionRoleArn'];
const MODES_NOT_HERE = ['OPENID_CONNECT', 'AWS_LAMBDA'];
const INSTEAD = 'use AMAZON_COGNITO_USER_POOLS, AWS_IAM or API_KEY';

const creation = v.object({
  apiType: v.optional(v.picklist(['GRAPHQL', 'MERGED']), 'GRAPHQL'),
  visibility: v.optional(v.picklist(['GLOBAL', 'PRIVATE']), 'GLOBAL'),
  tags: v.optional(tagMap, {}),
});
const types = v.looseObject({
  authenticationType: v.optional(v.unknown()),
  additionalAuthenticationProviders: v.optional(v.array(v.looseObject({ authenticationType: v.unknown() })), []),
});

export const apiArn = (apiId: string): string => localArn('appsync', `apis/${apiId}`);

/** GraphQL APIs: their settings. */
export const graphqlApiOperations: ControlOperations = (control) => ({
  CreateGraphqlApi: {
    route: 'POST /v1/apis',
    async run(input) {
      const { apiType, visibility, tags } = parseInput(creation, input);
      if (apiType === 'MERGED') throw unsupported('merged APIs');
      if (visibility === 'PRIVATE') throw unsupported('private APIs');
      const settings = readSettings(control, input);
      if (control.records.apis.keys().length >= MAX_APIS)
        throw new AwsError('ApiLimitExceededException', `An account can have at most ${MAX_APIS} APIs.`);
      const api = { ...settings, apiId: newId(), tags: withTags({}, tags, 'BadRequestException') };
      await control.records.apis.put(api.apiId, api);
      return { graphqlApi: describeApi(control, api) };
    },
  },
  GetGraphqlApi: {
    route: 'GET /v1/apis/:apiId',
    run: (input) => ({ graphqlApi: describeApi(control, requireApi(control, parseInput(apiInput, input).apiId)) }),
  },
  ListGraphqlApis: {
    route: 'GET /v1/apis',
    run(input) {
      const { page, ...next } = askedPage(control.records.apis.list(), ({ apiId }) => apiId, input);
      return { graphqlApis: page.map((api) => describeApi(control, api)), ...next };
    },
  },
  UpdateGraphqlApi: {
    route: 'POST /v1/apis/:apiId',
    async run(input) {
      const { apiId, tags } = requireApi(control, parseInput(apiInput, input).apiId);
      const api = { ...readSettings(control, input), apiId, tags };
      await control.records.apis.put(apiId, api);
      control.changed(apiId);
      return { graphqlApi: describeApi(control, api) };
    },
  },
  DeleteGraphqlApi: {
    route: 'DELETE /v1/apis/:apiId',
    async run(input) {
      const { apiId } = requireApi(control, parseInput(apiInput, input).apiId);
      const { apis, apiKeys, schemas, environments, dataSources, functions, resolvers, domains } = control.records;
      const [domain] = domains.list().filter((each) => each.apiId === apiId);
      if (domain)
        throw badRequest(`The API is associated with the domain name ${domain.domainName}: disassociate it first.`);
      const ofApi = [apiKeys, dataSources, functions, resolvers];
      const gone = [
        apis.delete(apiId),
        schemas.delete(apiId),
        environments.delete(apiId),
        ...ofApi.flatMap((kind) => kind.keys(`${apiId}/`).map((key) => kind.delete(key))),
      ];
      control.changed(apiId);
      await Promise.all(gone);
      return {};
    },
  },
});

function readSettings(control: Control, input: unknown): v.InferOutput<typeof apiSettings> {
  refuseMembers(input, NOT_HERE);
  const { authenticationType, additionalAuthenticationProviders: others } = parseInput(types, input);
  for (const type of [authenticationType, ...others.map((other) => other.authenticationType)])
    if (typeof type === 'string' && MODES_NOT_HERE.includes(type))
      throw unsupported(`authenticationType ${type}; ${INSTEAD}`);
  const settings = parseInput(apiSettings, input);
  checkProviders(control, settings);
  if (settings.logConfig) requireRole(control, settings.logConfig.cloudWatchLogsRoleArn);
  return settings;
}

function checkProviders(control: Control, settings: v.InferOutput<typeof apiSettings>): void {
  const providers = [settings, ...(settings.additionalAuthenticationProviders ?? [])];
  const seen = new Set<string>();
  for (const { authenticationType, userPoolConfig } of providers) {
    const usesPool = authenticationType === 'AMAZON_COGNITO_USER_POOLS';
    if (usesPool && !userPoolConfig) throw badRequest(`userPoolConfig is required for ${authenticationType}.`);
    if (!usesPool && userPoolConfig) throw badRequest(`userPoolConfig cannot be given with ${authenticationType}.`);
    // AppSync takes any number of user pools, and the others once.
    const identity = `${authenticationType} ${userPoolConfig?.userPoolId ?? ''}`.trim();
    if (seen.has(identity)) throw badRequest(`${identity} is given as an authentication provider twice.`);
    seen.add(identity);
    if (userPoolConfig) checkPool(control, userPoolConfig);
  }
}

function checkPool(
  { userPools }: Control,
  {
    userPoolId,
    awsRegion,
    appIdClientRegex,
  }: { userPoolId: string; awsRegion: string; appIdClientRegex?: string | undefined },
): void {
  if (awsRegion !== LOCAL_REGION) throw unsupported(`a user pool in another Region than ${LOCAL_REGION}`);
  if (!userPools.find(userPoolId)) throw badRequest(`The user pool ${userPoolId} does not exist.`);
  if (appIdClientRegex === undefined) return;
  try {
    new RegExp(appIdClientRegex);
  } catch (cause) {
    throw badRequest(`appIdClientRegex is no regular expression: ${String(cause)}`);
  }
}

/** Throws where AppSync could not assume the role. */
export function requireRole({ roles }: Control, roleArn: string): void {
  const role = roles.find(roleArn);
  if (!role) throw badRequest(`The role ${roleArn} does not exist.`);
  if (!role.trusts(APPSYNC_PRINCIPAL))
    throw badRequest(`The role ${roleArn} does not trust ${APPSYNC_PRINCIPAL}: AppSync cannot assume it.`);
}

function describeApi({ url }: Control, api: ApiRecord): object {
  const graphql = url(api.apiId);
  const realtime = `${graphql.replace(/^http/, 'ws')}/realtime`;
  return {
    ...api,
    arn: apiArn(api.apiId),
    apiType: 'GRAPHQL',
    visibility: 'GLOBAL',
    owner: LOCAL_ACCOUNT,
    uris: { GRAPHQL: graphql, REALTIME: realtime },
    dns: { GRAPHQL: new URL(graphql).hostname, REALTIME: new URL(realtime).hostname },
  };
}
