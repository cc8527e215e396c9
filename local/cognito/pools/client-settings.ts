import * as v from 'valibot';
import { AttributeName } from '../input.ts';
import { invalidParameter, notSupported } from '../errors.ts';

const TimeUnit = v.picklist(['seconds', 'minutes', 'hours', 'days']);
const AuthFlow = v.picklist([
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
]);
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What UpdateUserPoolClient replaces. What concerns the hosted pages is kept as it came, to be described again. */
export const ClientSettings = v.object({
  ClientName: v.pipe(v.string(), v.regex(/^[\w\s+=,.@-]+$/), v.maxLength(128)),
  AccessTokenValidity: v.optional(Count),
  IdTokenValidity: v.optional(Count),
  RefreshTokenValidity: v.optional(Count, 30),
  TokenValidityUnits: v.optional(
    v.object({
      AccessToken: v.optional(TimeUnit, 'hours'),
      IdToken: v.optional(TimeUnit, 'hours'),
      RefreshToken: v.optional(TimeUnit, 'days'),
    }),
  ),
  AuthSessionValidity: v.optional(v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(15)), 3),
  ReadAttributes: v.optional(v.array(AttributeName)),
  WriteAttributes: v.optional(v.array(AttributeName)),
  ExplicitAuthFlows: v.optional(v.array(AuthFlow), [
    'ALLOW_REFRESH_TOKEN_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_CUSTOM_AUTH',
  ]),
  PreventUserExistenceErrors: v.optional(v.picklist(['LEGACY', 'ENABLED']), 'LEGACY'),
  EnableTokenRevocation: v.optional(v.boolean(), true),
  RefreshTokenRotation: v.optional(
    v.object({
      Feature: v.picklist(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60)), 0),
    }),
  ),
  SupportedIdentityProviders: v.optional(v.array(v.string())),
  CallbackURLs: v.optional(v.array(v.string())),
  LogoutURLs: v.optional(v.array(v.string())),
  DefaultRedirectURI: v.optional(v.string()),
  AllowedOAuthFlows: v.optional(v.array(v.string())),
  AllowedOAuthScopes: v.optional(v.array(v.string())),
  AllowedOAuthFlowsUserPoolClient: v.optional(v.boolean(), false),
  EnablePropagateAdditionalUserContextData: v.optional(v.boolean(), false),
});
export type ClientSettings = v.InferOutput<typeof ClientSettings>;
export type AuthFlow = v.InferOutput<typeof AuthFlow>;

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** How long each token of a client lives, in seconds. */
export interface Validity {
  accessToken: number;
  idToken: number;
  refreshToken: number;
}

export function validity(settings: ClientSettings): Validity {
  const units = settings.TokenValidityUnits;
  return {
    accessToken: (settings.AccessTokenValidity ?? 0) * SECONDS[units?.AccessToken ?? 'hours'] || SECONDS.hours,
    idToken: (settings.IdTokenValidity ?? 0) * SECONDS[units?.IdToken ?? 'hours'] || SECONDS.hours,
    refreshToken: settings.RefreshTokenValidity * SECONDS[units?.RefreshToken ?? 'days'] || 30 * SECONDS.days,
  };
}

/** Refuses validities outside the documented ranges, and combinations that cannot work. */
export function checkClient(settings: ClientSettings): void {
  const { accessToken, idToken, refreshToken } = validity(settings);
  for (const short of [accessToken, idToken])
    if (short < 5 * SECONDS.minutes || short > SECONDS.days)
      throw invalidParameter('Invalid range for token validity.');
  if (refreshToken < SECONDS.hours || refreshToken > 3650 * SECONDS.days)
    throw invalidParameter('Invalid range for token validity.');
  if (refreshToken < Math.max(accessToken, idToken))
    throw invalidParameter('Refresh token validity must be greater than access and ID token validity.');
  if (
    settings.RefreshTokenRotation?.Feature === 'ENABLED' &&
    settings.ExplicitAuthFlows.includes('ALLOW_REFRESH_TOKEN_AUTH')
  )
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be used with refresh token rotation.');
  if (settings.ExplicitAuthFlows.includes('ALLOW_USER_AUTH')) throw notSupported('The flow USER_AUTH');
}
