import { join } from 'node:path';
import { replaceFile } from '../shared/replace-file.ts';
import type { Addresses } from './addresses.ts';
import { PASSWORD_POLICY } from './resources/user-pool.ts';

/** What the state's folder calls the configuration of clients, as Amplify's own tooling does. */
const AMPLIFY_OUTPUTS = 'amplify_outputs.json';

/**
 * The configuration that `aws-amplify` takes at `Amplify.configure`: the members of Amplify Gen 2's `amplify_outputs.json` that an API with a user
 * pool has, and `custom` for what Amplify does not know.
 */
export function amplifyOutputs({ region, userPoolId, graphqlUrl, awsUrl, ...addresses }: Addresses): object {
  return {
    version: '1',
    auth: {
      aws_region: region,
      user_pool_id: userPoolId,
      user_pool_client_id: addresses.userPoolClientId,
      username_attributes: ['email'],
      user_verification_types: ['email'],
      password_policy: {
        min_length: PASSWORD_POLICY.MinimumLength,
        require_lowercase: PASSWORD_POLICY.RequireLowercase,
        require_uppercase: PASSWORD_POLICY.RequireUppercase,
        require_numbers: PASSWORD_POLICY.RequireNumbers,
        require_symbols: PASSWORD_POLICY.RequireSymbols,
      },
      mfa_configuration: 'OPTIONAL',
      mfa_methods: ['TOTP'],
    },
    data: {
      aws_region: region,
      url: graphqlUrl,
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: [],
    },
    custom: {
      user_pool_endpoint: awsUrl,
      service_client_id: addresses.userPoolServiceClientId,
      mqtt_url: addresses.mqttUrl,
      mqtts_url: addresses.mqttsUrl,
      root_ca_url: addresses.rootCaUrl,
    },
  };
}

/** Writes the configuration where examples and front ends find it. @returns the file's path */
export async function writeOutputs(directory: string, addresses: Addresses): Promise<string> {
  const file = join(directory, AMPLIFY_OUTPUTS);
  await replaceFile(file, `${JSON.stringify(amplifyOutputs(addresses), null, 2)}\n`);
  return file;
}
