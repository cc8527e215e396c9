import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { iotAccess } from '../shared/credentials/access.ts';
import { dueIndex } from '../shared/jobs/due-index.ts';
import { createLogger } from '../shared/logger.ts';
import { ULID } from '../shared/names.ts';
import { iotCertificates } from './aws/iot-certificates.ts';
import { createPorts } from './create-ports.ts';
import { dueImports } from './due-imports.ts';
import definition from './function.ts';
import { work } from './worker.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('import-devices');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 5, requestTimeout: 3000 }));
const access = iotAccess({ policy: environment.DEVICE_POLICY, thingType: environment.DEVICE_THING_TYPE, log });
const server = { mqtt: environment.MQTT_ENDPOINT, rootCaUrl: environment.ROOT_CA_URL };
const ports = createPorts({
  dynamodb,
  s3: new S3Client(clientOptions({ attempts: 5, requestTimeout: 60_000 })),
  tables: {
    imports: environment.DEVICE_IMPORTS_TABLE,
    ledger: environment.EXPORT_LEDGER_TABLE,
    devices: environment.DEVICES_TABLE,
    auditEvents: environment.AUDIT_EVENTS_TABLE,
  },
  bucket: environment.IMPORTS_BUCKET,
  certificates: iotCertificates({ access, server, rate: environment.CERTIFICATES_PER_SECOND }),
  // A chunk with certificates takes about 15 s at the rate that AWS IoT allows at first.
  settings: { chunkRows: { withCredentials: 100, without: 500 } },
  clock: Date.now,
  log,
});
const index = dueIndex(dynamodb, environment.DEVICE_IMPORTS_TABLE);

/** What a step that was begun may take to come to its end, in ms. */
const LAST_STEP = 120_000;

/** From a resolver: one import. By the schedule, which says nothing of imports: those that are due. */
const Event = v.union([
  v.object({ organizationId: v.pipe(v.string(), v.regex(ULID)), importId: v.pipe(v.string(), v.regex(ULID)) }),
  v.pipe(
    v.looseObject({ importId: v.optional(v.undefined()) }),
    v.transform(() => undefined),
  ),
]);

/** Does what there is to be done with one import, or with those that are due. What is left after the function's time is for the next minute's run. */
export async function handler(event: unknown, context: Context): Promise<void> {
  log.addContext(context);
  const key = v.parse(Event, event);
  const deadline = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - LAST_STEP));
  if (key) await work(key, ports, deadline);
  else await dueImports({ index, ports, work, deadline });
}
