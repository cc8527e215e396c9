import { extensions } from '@aws-appsync/utils';

interface Owner {
  organizationId: string;
  id: string;
}

/** Ends all open subscriptions of an identity that may no longer have them. */
export function endSubscriptions(identity: Owner): void {
  end('onReadings', identity);
  endExportSubscriptions(identity);
}

/** Ends those open subscriptions of an identity that not every role may have. */
export function endExportSubscriptions(identity: Owner): void {
  end('onExport', identity);
}

function end(subscriptionField: string, { organizationId, id }: Owner): void {
  extensions.invalidateSubscriptions({ subscriptionField, payload: { organizationId, identityId: id } });
}
