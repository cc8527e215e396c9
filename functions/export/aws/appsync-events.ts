import type { Graphql } from '../../shared/appsync/graphql.ts';
import type { Events } from '../ports.ts';

/** Selects every field, as subscribers get no more than the mutation selected. `url` comes null: only who asks for an export gets its links. */
const MUTATION = `mutation PublishExport($organizationId: ID!, $exportId: ID!) {
  publishExport(organizationId: $organizationId, id: $exportId) {
    organizationId
    id
    export {
      id status progress deviceIds metrics from to format layout window statistics
      recipients { identityId status error }
      requestedBy rows bytes
      files { name bytes rows url }
      error { type message }
      startedAt endedAt expiresAt createdAt updatedAt version
    }
  }
}`;

/** Pushes exports through AppSync, which reads them itself. */
export function appSyncEvents(graphql: Graphql): Events {
  return {
    async publish({ organizationId, exportId }) {
      await graphql({ query: MUTATION, variables: { organizationId, exportId } });
    },
  };
}
