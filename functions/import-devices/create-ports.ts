import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Log } from '../shared/logger.ts';
import { devicesTables } from './aws/devices-tables.ts';
import { filesBucket } from './aws/files-bucket.ts';
import { importsTable } from './aws/imports-table.ts';
import type { Certificates, Ports, Settings } from './ports.ts';

interface Aws {
  dynamodb: DynamoDBClient;
  s3: S3Client;
  /** Names. */
  tables: { imports: string; ledger: string; devices: string; auditEvents: string };
  bucket: string;
  certificates: Certificates;
  settings: Settings;
  clock: () => number;
  log: Log;
}

/** The worker's world, made of AWS. */
export function createPorts({ dynamodb: client, s3, tables, bucket, certificates, settings, clock, log }: Aws): Ports {
  return {
    imports: importsTable({ client, imports: tables.imports, ledger: tables.ledger, clock }),
    devices: devicesTables({ client, devices: tables.devices, auditEvents: tables.auditEvents, clock }),
    files: filesBucket({ client: s3, bucket }),
    certificates,
    settings,
    clock,
    log,
  };
}
