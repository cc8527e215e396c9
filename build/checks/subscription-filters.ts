import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';
import { awsDefinitions } from '../../local/appsync/api/definitions.ts';
import { loadCode } from '../../local/appsync/runtime/index.ts';
import { nodeHost } from '../../local/appsync/runtime/host.ts';
import type { Evaluation, ResolverContext } from '../../local/appsync/types.ts';
import { silentLog } from '../../local/shared/log.ts';
import type { ApiArtifact } from '../artifacts.ts';

const ORGANIZATION = '01JZZZZZZZZZZZZZZZZZZZZZZZ';
const ANYTHING = '01J00000000000000000000000';

/**
 * The subscriptions that could deliver another organization's data. A field's own response handler must set an enhanced filter, every group of
 * which wants `organizationId` to be that of the caller's token, whatever the arguments: it is the last to run and no step can skip it. It is run
 * here, as AppSync runs it.
 */
export function findUnfilteredSubscriptions({
  schema,
  resolvers,
}: Pick<ApiArtifact, 'schema' | 'resolvers'>): string[] {
  const type = buildSchema(`${awsDefinitions}\n${schema}`).getSubscriptionType();
  return Object.values(type?.getFields() ?? {}).flatMap(({ name, args }) => {
    const resolver = resolvers[`Subscription.${name}`];
    if (!resolver) return [`Subscription.${name} has no resolver, so that it delivers everything to everybody`];
    const code = loadCode(resolver.code, `Subscription.${name}`, { ...nodeHost, log: silentLog });
    const problems = sampleArguments(args).flatMap((given) => {
      const context = contextOf(name, given);
      const request = code.evaluate('request', context);
      const skipped = request.error ?? request.earlyReturn;
      const problem = skipped ? 'its request handler ends early' : problemOf(code.evaluate('response', context));
      return problem ? [`Subscription.${name}(${JSON.stringify(given)}): ${problem}`] : [];
    });
    return problems.slice(0, 1);
  });
}

function problemOf({ error, subscriptionFilter }: Evaluation): string | undefined {
  if (error) return `its response handler fails: ${error.message}`;
  const groups = subscriptionFilter?.filterGroup ?? [];
  if (groups.length === 0) return 'its response handler sets no subscription filter';
  const isBound = groups.every(({ filters }) =>
    filters.some(
      ({ fieldName, operator, value }) => fieldName === 'organizationId' && operator === 'eq' && value === ORGANIZATION,
    ),
  );
  return isBound
    ? undefined
    : "its filter has a group without `organizationId eq` the organization of the caller's token";
}

/** Without the arguments that may be left out, with null for them, and with all of them. */
function sampleArguments(args: readonly GraphQLArgument[]): Record<string, unknown>[] {
  const required = args
    .filter(({ type }) => isNonNullType(type))
    .map(({ name, type }) => [name, sample(type)] as const);
  const nulls = args.filter(({ type }) => !isNonNullType(type)).map(({ name }) => [name, null] as const);
  const all = args.map(({ name, type }) => [name, sample(type)] as const);
  return [required, [...required, ...nulls], all].map((entries) => Object.fromEntries(entries));
}

function sample(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return [sample(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => [field.name, sample(field.type)]),
    );
  }
  if (type.name === 'Boolean') return true;
  return ['Int', 'Float', 'AWSTimestamp'].includes(type.name) ? 1 : ANYTHING;
}

function contextOf(fieldName: string, given: Record<string, unknown>): ResolverContext {
  return {
    arguments: given,
    source: null,
    identity: {
      sub: ANYTHING,
      issuer: '',
      username: ANYTHING,
      claims: { organization_id: ORGANIZATION, identity_id: ANYTHING },
      sourceIp: [],
      defaultAuthStrategy: 'ALLOW',
      groups: ['ADMINISTRATOR'],
    },
    request: { headers: {}, domainName: null },
    info: { fieldName, parentTypeName: 'Subscription', variables: {}, selectionSetList: [], selectionSetGraphQL: '' },
    stash: {},
    prev: { result: null },
    result: null,
    env: {},
    outErrors: [],
  };
}
