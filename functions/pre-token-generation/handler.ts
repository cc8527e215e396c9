import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { createLogger } from '../shared/logger.ts';
import { cognitoTrigger } from '../shared/trigger.ts';
import { admit } from './admit.ts';
import { personOf, TokenEvent } from './event.ts';
import definition from './function.ts';
import { registryTables } from './registry-tables.ts';

const environment = v.parse(definition.environment, process.env);
const registry = registryTables({
  client: new DynamoDBClient(clientOptions({ attempts: 3, requestTimeout: 1000 })),
  organizations: environment.ORGANIZATIONS_TABLE,
  identities: environment.IDENTITIES_TABLE,
  memberships: environment.MEMBERSHIPS_TABLE,
});

export const handler = cognitoTrigger(async (event) => {
  const parsed = v.parse(TokenEvent, event);
  const identity = await admit(personOf(parsed), { registry, signUp: environment.SIGN_UP, now: () => new Date() });
  const claims = { claimsToAddOrOverride: { organization_id: identity.organizationId, identity_id: identity.id } };
  return {
    ...parsed,
    response: {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: claims,
        accessTokenGeneration: claims,
        groupOverrideDetails: { groupsToOverride: [identity.role] },
      },
    },
  };
}, createLogger('pre-token-generation'));
