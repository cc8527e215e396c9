import * as v from 'valibot';
import type { Context } from '../context.ts';
import type { Group, Pool, User } from '../store.ts';
import { runTrigger, userAttributes } from './trigger.ts';

const Names = v.nullish(v.array(v.string()));
const GroupOverride = v.object({
  groupsToOverride: Names,
  iamRolesToOverride: Names,
  preferredRole: v.nullish(v.string()),
});
const V1Response = v.object({
  claimsOverrideDetails: v.nullish(
    v.object({
      claimsToAddOrOverride: v.nullish(v.record(v.string(), v.string())),
      claimsToSuppress: Names,
      groupOverrideDetails: v.nullish(GroupOverride),
    }),
  ),
});
const TokenGeneration = v.object({
  claimsToAddOrOverride: v.nullish(v.record(v.string(), v.unknown())),
  claimsToSuppress: Names,
});
const V2Response = v.object({
  claimsAndScopeOverrideDetails: v.nullish(
    v.object({
      idTokenGeneration: v.nullish(TokenGeneration),
      accessTokenGeneration: v.nullish(
        v.object({ ...TokenGeneration.entries, scopesToAdd: Names, scopesToSuppress: Names }),
      ),
      groupOverrideDetails: v.nullish(GroupOverride),
    }),
  ),
});

/** What the groups of a user come to in the tokens. */
export interface GroupClaims {
  groups: readonly string[];
  roles: readonly string[];
  preferredRole: string | null;
}

/** What the trigger changes in one token. */
export interface ClaimChanges {
  add: Readonly<Record<string, unknown>>;
  suppress: readonly string[];
}

/** What the trigger changes. Without `groups` they stay as they are. */
export interface TokenChanges {
  id: ClaimChanges;
  access: ClaimChanges;
  scopesToAdd: readonly string[];
  scopesToSuppress: readonly string[];
  groups?: GroupClaims | undefined;
}

const NO_CLAIMS: ClaimChanges = { add: {}, suppress: [] };
const NOTHING: TokenChanges = { id: NO_CLAIMS, access: NO_CLAIMS, scopesToAdd: [], scopesToSuppress: [] };

export type TokenTriggerSource =
  'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' | 'TokenGeneration_RefreshTokens';

interface TokenRequest {
  triggerSource: TokenTriggerSource;
  pool: Pool;
  clientId: string;
  user: User;
  groups: GroupClaims;
  scopes: readonly string[];
  clientMetadata: Readonly<Record<string, string>>;
}

/** A user's groups as claims: roles are those that groups have, the preferred one that of the most important group. */
export function groupClaims(groups: readonly Group[]): GroupClaims {
  const roles = groups.flatMap(({ roleArn }) => (roleArn === undefined ? [] : [roleArn]));
  return { groups: groups.map(({ name }) => name), roles: [...new Set(roles)], preferredRole: roles[0] ?? null };
}

/**
 * Asks the pre token generation trigger, by an event of version 1 (ID token only) or 2 (both tokens) as the pool says
 * ("Pre token generation Lambda trigger").
 */
export async function preTokenGeneration(context: Context, token: TokenRequest): Promise<TokenChanges> {
  const { PreTokenGeneration, PreTokenGenerationConfig } = token.pool.settings.LambdaConfig;
  const arn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  if (!arn) return NOTHING;
  return PreTokenGenerationConfig?.LambdaVersion === 'V2_0' ? runV2(context, arn, token) : runV1(context, arn, token);
}

async function runV1(context: Context, arn: string, token: TokenRequest): Promise<TokenChanges> {
  const event = { ...common(token), version: '1', request: request(token), response: { claimsOverrideDetails: null } };
  const { claimsOverrideDetails: details } = await runTrigger(context, arn, event, V1Response);
  if (!details) return NOTHING;
  return { ...NOTHING, id: claimChanges(details), groups: overriddenGroups(details) };
}

async function runV2(context: Context, arn: string, token: TokenRequest): Promise<TokenChanges> {
  const event = {
    ...common(token),
    version: '2',
    request: { ...request(token), scopes: token.scopes },
    response: { claimsAndScopeOverrideDetails: null },
  };
  const { claimsAndScopeOverrideDetails: details } = await runTrigger(context, arn, event, V2Response);
  if (!details) return NOTHING;
  return {
    id: claimChanges(details.idTokenGeneration),
    access: claimChanges(details.accessTokenGeneration),
    scopesToAdd: details.accessTokenGeneration?.scopesToAdd ?? [],
    scopesToSuppress: details.accessTokenGeneration?.scopesToSuppress ?? [],
    groups: overriddenGroups(details),
  };
}

function common({ triggerSource, pool, clientId, user }: TokenRequest) {
  return { trigger: 'PreTokenGeneration', triggerSource, pool, userName: user.username, clientId };
}

function request({ user, groups, clientMetadata }: TokenRequest) {
  return {
    userAttributes: userAttributes(user),
    groupConfiguration: {
      groupsToOverride: groups.groups,
      iamRolesToOverride: groups.roles,
      preferredRole: groups.preferredRole,
    },
    ...(Object.keys(clientMetadata).length > 0 && { clientMetadata }),
  };
}

function claimChanges(generation: v.InferOutput<typeof TokenGeneration> | null | undefined): ClaimChanges {
  return { add: generation?.claimsToAddOrOverride ?? {}, suppress: generation?.claimsToSuppress ?? [] };
}

/** An empty or null object takes the groups away; only one that is not there leaves them. */
function overriddenGroups(details: { groupOverrideDetails?: v.InferOutput<typeof GroupOverride> | null | undefined }) {
  const override = details.groupOverrideDetails;
  if (override === undefined) return undefined;
  return {
    groups: override?.groupsToOverride ?? [],
    roles: override?.iamRolesToOverride ?? [],
    preferredRole: override?.preferredRole ?? null,
  };
}
