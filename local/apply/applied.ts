import * as v from 'valibot';
import { openStack, type Stack } from '../stack/stack.ts';
import type { Platform } from '../stack/platform.ts';

/** The outputs of the root module that say what is to be opened. */
const Outputs = v.object({ graphql_url: v.string(), user_pool_id: v.string(), user_pool_client_id: v.string() });

/** Opens to browsers and sensors what Terraform made on a platform. */
export function openApplied(platform: Platform, outputs: Readonly<Record<string, unknown>>): Stack {
  const { graphql_url, user_pool_id, user_pool_client_id } = v.parse(Outputs, outputs);
  return openStack(platform, { graphqlUrl: graphql_url, poolId: user_pool_id, clientId: user_pool_client_id });
}
