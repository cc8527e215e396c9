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
const log = createLogger('pre-token-generation');
const registry = registryTables({
  client: new DynamoDBClient(clientOptions({ attempts: 3, requestTimeout: 1000 })),
  organizations: environment.ORGANIZATIONS_TABLE,
  identities: environment.IDENTITIES_TABLE,
  memberships: environment.MEMBERSHIPS_TABLE,
  accounts: environment.ACCOUNTS_TABLE,
  auditEvents: environment.AUDIT_EVENTS_TABLE,
});

export const handler = cognitoTrigger(async (event) => {
  const parsed = v.parse(TokenEvent, event);
  const person = personOf(parsed);
  const identity = await admit(person, { registry, signUp: environment.SIGN_UP, now: () => new Date(), log });
  const claims = {
    claimsToAddOrOverride: {
      organization_id: identity.organizationId,
      identity_id: identity.id,
      // Whose invitations the caller may see and accept: the row of the identity may lag behind what the pool has verified.
      verified_email: person.email,
    },
  };
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
}, log);
