import type { TableDefinition } from '../build/artifacts.ts';

/**
 * Every DynamoDB table, by its logical name. Terraform and `local/` make them from here. Tenancy is in the key: where the partition key is not the
 * organization, the reason stands beside it.
 */
export const tables = {
  // The organization is the item itself: it is only ever read by the id in the caller's token.
  organizations: { partitionKey: 'id', purpose: 'Tenants' },
  devices: { partitionKey: 'organizationId', sortKey: 'id', purpose: 'Devices of an organization' },
  identities: { partitionKey: 'organizationId', sortKey: 'id', purpose: 'Persons and services of an organization' },
  // By e-mail, because sign-in knows nothing else yet. No resolver reads it; only the Cognito triggers do.
  memberships: {
    partitionKey: 'email',
    sortKey: 'organizationId',
    purpose: 'Which organizations an e-mail address belongs to',
  },
  latest: {
    partitionKey: 'organizationId',
    sortKey: 'deviceId',
    purpose: 'The newest reading of every metric of a device',
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof tables;
