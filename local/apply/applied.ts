import * as v from 'valibot';
import { openStack, type Stack } from '../stack/stack.ts';
import type { Platform } from '../stack/platform.ts';

/** The outputs of the root module that say what is to be opened. */
const Outputs = v.object({
  graphql_url: v.string(),
  user_pool_id: v.string(),
  user_pool_client_id: v.string(),
  user_pool_service_client_id: v.string(),
});

/** Opens to browsers and sensors what Terraform made on a platform. */
export function openApplied(platform: Platform, outputs: Readonly<Record<string, unknown>>): Stack {
  const made = v.parse(Outputs, outputs);
  return openStack(platform, {
    graphqlUrl: made.graphql_url,
    poolId: made.user_pool_id,
    clientId: made.user_pool_client_id,
    serviceClientId: made.user_pool_service_client_id,
  });
}
