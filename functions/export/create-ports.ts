import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { Log } from '../shared/logger.ts';
import { sesMailer } from '../shared/mail/ses-mailer.ts';
import type { ReadingExporter } from '../shared/readings/store.ts';
import { devicesTable } from './aws/devices-table.ts';
import { exportsTable } from './aws/exports-table.ts';
import { filesBuckets } from './aws/files-buckets.ts';
import { peopleTables } from './aws/people-tables.ts';
import type { Events, Ports, Settings } from './ports.ts';

interface Aws {
  dynamodb: DynamoDBClient;
  s3: S3Client;
  ses: SESv2Client;
  /** Names. */
  tables: { exports: string; ledger: string; devices: string; organizations: string; identities: string };
  buckets: { exports: string; unload: string };
  mailFrom: string;
  readings: ReadingExporter;
  events: Events;
  settings: Settings;
  clock: () => number;
  log: Log;
}

/** The worker's world, made of AWS. */
export function createPorts(aws: Aws): Ports {
  const { dynamodb: client, tables, buckets, readings, events, settings, clock, log } = aws;
  return {
    exports: exportsTable({ client, exports: tables.exports, ledger: tables.ledger, clock }),
    devices: devicesTable(client, tables.devices),
    people: peopleTables({ client, organizations: tables.organizations, identities: tables.identities }),
    files: filesBuckets({ client: aws.s3, ...buckets }),
    mailer: sesMailer(aws.ses, aws.mailFrom),
    readings,
    events,
    settings,
    clock,
    log,
  };
}
