import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { invalidParameter, notSupported } from '../errors.ts';
import { PoolId, parse } from '../input.ts';
import type { Pool } from '../store.ts';
import { changePool, getPool } from './pools.ts';

const ByPool = v.object({ UserPoolId: PoolId });
const Policy = v.optional(v.picklist(['OFF', 'ON', 'OPTIONAL']), 'OFF');
const Configuration = v.object({
  MfaConfiguration: Policy,
  SoftwareTokenMfaConfiguration: v.optional(v.object({ Enabled: v.optional(v.boolean(), false) })),
  SmsMfaConfiguration: v.optional(v.unknown()),
  EmailMfaConfiguration: v.optional(v.unknown()),
  WebAuthnConfiguration: v.optional(v.unknown()),
});
type Configuration = v.InferOutput<typeof Configuration>;

/**
 * Multi-factor authentication of a pool: by authenticator apps, or off. What would turn on another factor is refused by name.
 * Source: Amazon Cognito user pools API Reference, "GetUserPoolMfaConfig" and "SetUserPoolMfaConfig".
 */
export function multiFactorOperations(context: Context): JsonOperations {
  return {
    async GetUserPoolMfaConfig(input) {
      return describe(await getPool(context, parse(ByPool, input).UserPoolId));
    },
    async SetUserPoolMfaConfig(input) {
      return describe(await setMultiFactor(context, parse(ByPool, input).UserPoolId, input));
    },
  };
}

/** Sets whether and how users of a pool have a second factor, by the input of SetUserPoolMfaConfig. */
export async function setMultiFactor(context: Context, poolId: string, input: unknown): Promise<Pool> {
  const given = parse(Configuration, input);
  refuseOthers(given);
  const { MfaConfiguration, SoftwareTokenMfaConfiguration } = given;
  const softwareTokens = SoftwareTokenMfaConfiguration?.Enabled ?? false;
  if (MfaConfiguration === 'OFF' && softwareTokens)
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.");
  if (MfaConfiguration !== 'OFF' && !softwareTokens)
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  return changePool(context, poolId, (pool) => ({
    ...pool,
    softwareTokens,
    settings: { ...pool.settings, MfaConfiguration },
  }));
}

function describe({ settings, softwareTokens = false }: Pool): object {
  return {
    MfaConfiguration: settings.MfaConfiguration,
    ...(softwareTokens && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
  };
}

function refuseOthers({ SmsMfaConfiguration, EmailMfaConfiguration, WebAuthnConfiguration }: Configuration): void {
  const methods = { SmsMfaConfiguration, EmailMfaConfiguration, WebAuthnConfiguration };
  for (const [name, value] of Object.entries(methods)) if (value !== undefined) throw notSupported(name);
}
