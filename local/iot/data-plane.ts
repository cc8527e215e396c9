import * as v from 'valibot';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { restService } from '../shared/rest-service.ts';
import { flag } from '../shared/wire-values.ts';
import type { Broker } from './broker.ts';
import { invalidRequest, notFound } from './control/errors.ts';
import { parseInput } from './control/input.ts';
import { limits } from './publication.ts';

const clientId = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxBytes(limits.clientIdBytes),
  v.regex(/^[^$]/, 'an id that does not begin with $ is expected'),
);
const disconnectInput = v.object({
  clientId,
  cleanSession: v.optional(flag, false),
  preventWillMessage: v.optional(flag, false),
});

/** AWS IoT's data plane, as far as it ends connections. Source: AWS IoT API Reference, "DeleteConnection". */
export function dataPlane(broker: Broker, log: Log): CallableService {
  return restService({
    signingName: 'iotdata',
    log,
    operations: {
      DeleteConnection: {
        route: 'DELETE /connections/:clientId{.+}',
        async run(input) {
          const { clientId, cleanSession, preventWillMessage } = parseInput(disconnectInput, input);
          const connection = broker.find(clientId);
          if (!connection) throw notFound(`The client ${clientId} is not connected`);
          if (cleanSession && connection.persistent)
            throw invalidRequest('cleanSession of a persistent session is not supported here');
          await connection.end(!preventWillMessage);
          return {};
        },
      },
    },
  });
}
