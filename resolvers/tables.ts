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
  // By e-mail, because sign-in knows nothing else yet. Resolvers read the entries of the caller's organization only; the Cognito triggers read all.
  memberships: {
    partitionKey: 'email',
    sortKey: 'organizationId',
    purpose: 'Which organizations an e-mail address belongs to',
  },
  // By the user of the pool, which outlives every organization and every e-mail address: who signs in, and callers who ask where else they may.
  accounts: {
    partitionKey: 'sub',
    sortKey: 'organizationId',
    purpose: 'Which identities a user of the pool is bound to, and which organization their tokens are of',
  },
  auditEvents: {
    partitionKey: 'organizationId',
    sortKey: 'id',
    timeToLive: 'removeAt',
    purpose: 'Who did what and when in an organization',
  },
  deviceImports: {
    partitionKey: 'organizationId',
    sortKey: 'id',
    timeToLive: 'removeAt',
    // Across organizations, for the worker alone: the imports that somebody must go on with, by when.
    indexes: { due: { partitionKey: 'shard', sortKey: 'dueAt' } },
    purpose: 'Imports of devices of an organization',
  },
  latest: {
    partitionKey: 'organizationId',
    sortKey: 'deviceId',
    purpose: 'The newest reading of every metric of a device',
  },
  exports: {
    partitionKey: 'organizationId',
    sortKey: 'id',
    timeToLive: 'removeAt',
    // Across organizations, for the sweep alone: the exports that somebody must look at again, by when.
    indexes: { due: { partitionKey: 'shard', sortKey: 'dueAt' } },
    purpose: 'Exports of an organization',
  },
  exportLedger: {
    partitionKey: 'organizationId',
    sortKey: 'entry',
    timeToLive: 'removeAt',
    purpose:
      'What bounds exports and imports of an organization: how many at once and a day, and the client tokens used',
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof tables;
