import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { MailSink } from '../shared/ports.ts';
import { queryService } from '../shared/query/query-service.ts';
import { restService } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { ConfigurationSets } from './configuration-sets.ts';
import { Faults } from './faults.ts';
import { Identities } from './identities.ts';
import { Publisher, type EventTopics } from './publisher.ts';
import { OTHER_ERRORS, queryOperations } from './query/operations.ts';
import { restOperations } from './rest/operations.ts';
import { Sender } from './sender.ts';
import { openStore } from './store.ts';
import { Suppression } from './suppression.ts';

export interface SesOptions {
  mail: MailSink;
  /** Where event destinations publish; there can be none without it. */
  events?: EventTopics;
  /** Where identities, configuration sets and the suppression list are kept. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** Recipients a second, 1 in the sandbox of AWS; no limit unless given. */
  maxSendRate?: number;
}

/** The operations in process are those of the API v2, such as `CreateEmailIdentity`. */
export interface Ses extends CallableService {
  /** Lets sends fail, for tests of senders. */
  readonly faults: Faults;
}

/**
 * Stands in for Amazon SES, outside the sandbox, by both of its APIs: REST-JSON (v2) and query (v1). Mail goes to the local mailbox, and as
 * on AWS only from a verified identity.
 */
export async function createSes(options: SesOptions): Promise<Ses> {
  const { mail, events, directory, log, clock = Date.now, maxSendRate } = options;
  const store = await openStore(directory);
  const identities = new Identities(store.records.identities, clock);
  const configurationSets = new ConfigurationSets(store.records.configurationSets);
  const suppression = new Suppression(store.records, clock);
  const publisher = new Publisher(events, log);
  const faults = new Faults();
  const senders = { identities, configurationSets, suppression, publisher, faults, mail, clock, maxSendRate };
  const sender = new Sender(senders);
  const rest = restService({
    signingName: 'ses',
    operations: restOperations({ identities, configurationSets, suppression, publisher, sender }),
    log,
    internalError: 'InternalServiceErrorException',
  });
  const query = queryService({
    signingName: 'ses',
    namespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
    operations: queryOperations(identities, sender),
    otherErrors: OTHER_ERRORS,
    log,
  });
  return {
    signingName: 'ses',
    faults,
    call: rest.call,
    // One operation of the API v2 has a path that begins with `/v1/` in some SDKs; those of the query protocol are all at `/`.
    handle: (request, caller) => (new URL(request.url).pathname === '/' ? query : rest).handle(request, caller),
    async close() {
      await publisher.close();
      await store.close();
    },
  };
}
