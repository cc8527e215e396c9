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
import { devicesTable } from './aws/devices-table.ts';
import { exportsTable } from './aws/exports-table.ts';
import { filesBuckets } from './aws/files-buckets.ts';
import { peopleTables } from './aws/people-tables.ts';
import { sesMailer } from './aws/ses-mailer.ts';
import definition from './function.ts';
import type { Ports } from './ports.ts';
import { work } from './worker.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('export');
const clock = Date.now;
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 5, requestTimeout: 5000 }));
const s3 = new S3Client(clientOptions({ attempts: 5, requestTimeout: 60_000 }));
const ses = new SESv2Client(clientOptions({ attempts: 4, requestTimeout: 10_000 }));
const buckets = { exports: environment.EXPORTS_BUCKET, unload: environment.UNLOAD_BUCKET };
const ports: Ports = {
  exports: exportsTable({
    client: dynamodb,
    exports: environment.EXPORTS_TABLE,
    ledger: environment.EXPORT_LEDGER_TABLE,
    clock,
  }),
  devices: devicesTable(dynamodb, environment.DEVICES_TABLE),
  people: peopleTables({
    client: dynamodb,
    organizations: environment.ORGANIZATIONS_TABLE,
    identities: environment.IDENTITIES_TABLE,
  }),
  readings: createExporter(
    { readings: { database: environment.READINGS_DATABASE, table: environment.READINGS_TABLE }, buckets },
    log,
  ),
  files: filesBuckets({ client: s3, ...buckets }),
  mailer: sesMailer(ses, environment.MAIL_FROM),
  events: appSyncEvents(signedGraphql(environment.GRAPHQL_URL, dynamodb.config)),
  settings: { days: environment.EXPORT_DAYS, downloadUrl: environment.DOWNLOAD_URL },
  clock,
  log,
};

/** What a step that was begun may take to come to its end, in ms. */
const LAST_STEP = 45_000;

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
