import { extensions } from '@aws-appsync/utils';

/** Ends the open subscriptions of an identity that may no longer have them. */
export function endSubscriptions({ organizationId, id }: { organizationId: string; id: string }): void {
  extensions.invalidateSubscriptions({
    subscriptionField: 'onReadings',
    payload: { organizationId, identityId: id },
  });
}
