import { AwsError } from '../shared/aws-error.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { MailSink } from '../shared/ports.ts';
import type { Clock, Service } from '../shared/service.ts';
import { Faults } from './faults.ts';
import { Identities } from './identities.ts';
import { queryService } from '../shared/query/query-service.ts';
import { ERROR_CODES, queryOperations } from './query/operations.ts';
import { restOperations } from './rest/operations.ts';
import { restRoutes } from './rest/routes.ts';
import { Sender } from './sender.ts';

export interface SesOptions {
  mail: MailSink;
  /** Where identities are kept; without it they are gone with the process. */
  directory?: string;
  log: Log;
  clock?: Clock;
  /** Recipients a second, 1 in the sandbox of AWS; no limit unless given. */
  maxSendRate?: number;
}

export interface Ses extends Service {
  /** The operations of the API v2 in process, such as `CreateEmailIdentity`. */
  readonly call: JsonCaller;
  /** Lets sends fail, for tests of senders. */
  readonly faults: Faults;
}

/**
 * Stands in for Amazon SES, outside the sandbox, by both of its APIs: REST-JSON (v2) and query (v1). Mail goes to the local mailbox, and as
 * on AWS only from a verified identity.
 */
export function createSes({ mail, directory, log, clock = Date.now, maxSendRate }: SesOptions): Ses {
  const identities = new Identities(directory);
  const faults = new Faults();
  const sender = new Sender({ identities, faults, mail, clock, maxSendRate });
  const rest = restOperations(identities, sender);
  const routes = restRoutes(rest, log);
  const query = queryService({
    signingName: 'ses',
    namespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
    operations: queryOperations(identities, sender),
    errorCodes: ERROR_CODES,
    log,
  });
  return {
    signingName: 'ses',
    faults,
    async call(operation, input) {
      const found = Object.hasOwn(rest, operation) ? rest[operation] : undefined;
      if (!found) throw new AwsError('UnknownOperationException', `The operation ${operation} is not supported here`);
      return found.run(input);
    },
    handle: async (request, caller) =>
      new URL(request.url).pathname.startsWith('/v2/') ? routes.fetch(request) : query.handle(request, caller),
    close: () => identities.close(),
  };
}
