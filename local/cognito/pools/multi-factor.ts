import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { notSupported } from '../errors.ts';
import { PoolId, parse } from '../input.ts';
import { getPool } from './pools.ts';

const ByPool = v.object({ UserPoolId: PoolId });
const factor = v.optional(v.looseObject({ Enabled: v.optional(v.boolean(), false) }));
const Configuration = v.object({
  ...ByPool.entries,
  MfaConfiguration: v.optional(v.picklist(['OFF', 'ON', 'OPTIONAL']), 'OFF'),
  SoftwareTokenMfaConfiguration: factor,
  SmsMfaConfiguration: v.optional(v.unknown()),
  EmailMfaConfiguration: v.optional(v.unknown()),
  WebAuthnConfiguration: v.optional(v.unknown()),
});

/**
 * Multi-factor authentication, which is off in every pool here: it is described as off, and what would turn it on is refused by name.
 * Source: Amazon Cognito user pools API Reference, "GetUserPoolMfaConfig" and "SetUserPoolMfaConfig".
 */
export function multiFactorOperations(context: Context): JsonOperations {
  return {
    async GetUserPoolMfaConfig(input) {
      return describe(context, parse(ByPool, input).UserPoolId);
    },
    async SetUserPoolMfaConfig(input) {
      const given = parse(Configuration, input);
      refuseFactors(given);
      return describe(context, given.UserPoolId);
    },
  };
}

async function describe(context: Context, poolId: string): Promise<object> {
  const { settings } = await getPool(context, poolId);
  return { MfaConfiguration: settings.MfaConfiguration };
}

function refuseFactors(given: v.InferOutput<typeof Configuration>): void {
  if (given.MfaConfiguration !== 'OFF') throw notSupported(`MfaConfiguration ${given.MfaConfiguration}`);
  const { SmsMfaConfiguration, EmailMfaConfiguration, WebAuthnConfiguration } = given;
  const methods = {
    SmsMfaConfiguration,
    EmailMfaConfiguration,
    WebAuthnConfiguration,
    // Terraform says also of what is off that it is.
    SoftwareTokenMfaConfiguration: given.SoftwareTokenMfaConfiguration?.Enabled === true || undefined,
  };
  for (const [name, value] of Object.entries(methods)) if (value !== undefined) throw notSupported(name);
}
