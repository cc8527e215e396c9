import type { RestOperations } from '../../shared/rest-service.ts';
import type { ConfigurationSets } from '../configuration-sets.ts';
import type { Identities } from '../identities.ts';
import type { Publisher } from '../publisher.ts';
import type { Sender } from '../sender.ts';
import type { Suppression } from '../suppression.ts';
import { configurationSetOperations } from './configuration-sets.ts';
import { eventDestinationOperations } from './event-destinations.ts';
import { identityOperations } from './identities.ts';
import { sendingOperations } from './send-email.ts';
import { suppressionOperations } from './suppression.ts';
import { tagOperations } from './tags.ts';

interface Resources {
  identities: Identities;
  configurationSets: ConfigurationSets;
  suppression: Suppression;
  publisher: Publisher;
  sender: Sender;
}

/** The operations of the Amazon SES API v2. */
export function restOperations(resources: Resources): RestOperations {
  const { identities, configurationSets, suppression, publisher, sender } = resources;
  return {
    ...sendingOperations(sender),
    GetAccount: {
      route: 'GET /v2/email/account',
      run: () => ({
        DedicatedIpAutoWarmupEnabled: false,
        EnforcementStatus: 'HEALTHY',
        ProductionAccessEnabled: true,
        SendingEnabled: true,
        SendQuota: sender.quota(),
        SuppressionAttributes: { SuppressedReasons: suppression.accountReasons() },
      }),
    },
    ...identityOperations(identities, configurationSets),
    ...configurationSetOperations(configurationSets),
    ...eventDestinationOperations(configurationSets, publisher),
    ...suppressionOperations(suppression),
    ...tagOperations(identities, configurationSets),
  };
}
