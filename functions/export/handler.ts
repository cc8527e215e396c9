import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { signedGraphql } from '../shared/appsync/graphql.ts';
import { clientOptions } from '../shared/aws-client.ts';
import { createLogger } from '../shared/logger.ts';
import { ULID } from '../shared/names.ts';
import { createExporter } from '../shared/readings/exporter.ts';
import { appSyncEvents } from './aws/appsync-events.ts';
import { createPorts } from './create-ports.ts';
import definition from './function.ts';
import { BEAT } from './hold.ts';
import { PART_BYTES } from './size-limit.ts';
import { work } from './worker.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('export');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 5, requestTimeout: 5000 }));
const buckets = { exports: environment.EXPORTS_BUCKET, unload: environment.UNLOAD_BUCKET };
const ports = createPorts({
  dynamodb,
  s3: new S3Client(clientOptions({ attempts: 5, requestTimeout: 60_000 })),
  ses: new SESv2Client(clientOptions({ attempts: 4, requestTimeout: 10_000 })),
  tables: {
    exports: environment.EXPORTS_TABLE,
    ledger: environment.EXPORT_LEDGER_TABLE,
    devices: environment.DEVICES_TABLE,
    organizations: environment.ORGANIZATIONS_TABLE,
    identities: environment.IDENTITIES_TABLE,
  },
  buckets,
  mailFrom: environment.MAIL_FROM,
  readings: await createExporter(environment.READINGS_STORE, { buckets, log }),
  events: appSyncEvents(signedGraphql(environment.GRAPHQL_URL, dynamodb.config)),
  settings: {
    days: environment.EXPORT_DAYS,
    downloadUrl: environment.DOWNLOAD_URL,
    partBytes: PART_BYTES,
    beat: BEAT,
  },
  clock: Date.now,
  log,
});

/** What a step that was begun may take to come to its end, in ms: a request to Timestream takes up to 65 s. */
const LAST_STEP = 75_000;

const Event = v.object({
  organizationId: v.pipe(v.string(), v.regex(ULID)),
  exportId: v.pipe(v.string(), v.regex(ULID)),
});

/** Does what there is to be done with one export. What is left after the function's time is for the sweep. */
export async function handler(event: unknown, context: Context): Promise<void> {
  log.addContext(context);
  const key = v.parse(Event, event);
  const time = Math.max(0, context.getRemainingTimeInMillis() - LAST_STEP);
  await work(key, ports, AbortSignal.timeout(time));
}
