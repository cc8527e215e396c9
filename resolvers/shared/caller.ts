import { util, type AppSyncIdentityCognito, type Context } from '@aws-appsync/utils';

/** The claims that the pre-token-generation trigger puts into a token, and what else of it is asked for. */
interface Claims {
  organization_id?: string;
  identity_id?: string;
  verified_email?: string;
  /** Cognito's own. */
  auth_time?: number;
}

/** The organization of the caller's token. Every key is built from it, so a request without the claim cannot be made. */
export function organizationOf(ctx: Context): string {
  const organizationId = claimsOf(ctx)?.organization_id;
  if (!organizationId) util.unauthorized();
  return organizationId;
}

/** The identity of the caller's token. */
export function identityOf(ctx: Context): string {
  const identityId = claimsOf(ctx)?.identity_id;
  if (!identityId) util.unauthorized();
  return identityId;
}

/** The user of the pool that the caller's token is of. */
export function subOf(ctx: Context): string {
  const { sub } = ctx.identity as AppSyncIdentityCognito;
  if (!sub) util.unauthorized();
  return sub;
}

/**
 * The e-mail address that the pool had verified when it gave the token, in lower case: whose invitations are the caller's. The row of their identity
 * does not say so, for it keeps an address that is not theirs any more where the new one is taken in the organization.
 */
export function verifiedEmailOf(ctx: Context): string {
  const email = claimsOf(ctx)?.verified_email;
  if (!email) util.unauthorized();
  return email;
}

/** When the caller signed in, in epoch seconds: refreshing makes it no later. */
export function signedInAt(ctx: Context): number {
  const time = claimsOf(ctx)?.auth_time;
  if (!time) util.unauthorized();
  return time;
}

/** The role of the caller's token, which may be staler than the identity's row. */
export function roleOf(ctx: Context): string | undefined {
  return (ctx.identity as AppSyncIdentityCognito).groups?.[0];
}

function claimsOf(ctx: Context): Claims | undefined {
  return (ctx.identity as AppSyncIdentityCognito | null)?.claims as Claims | undefined;
}
