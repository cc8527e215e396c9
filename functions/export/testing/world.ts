import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { createS3 } from '../../../local/s3/index.ts';
import { createSes } from '../../../local/ses/index.ts';
import { silentLog } from '../../../local/shared/log.ts';
import type { Mail } from '../../../local/shared/ports.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import { ExportRow } from '../../shared/exports/row.ts';
import type { ReceivedReading } from '../../shared/readings/store.ts';
import { fakeClientOptions } from '../../shared/testing/fake-aws.ts';
import { startTables } from '../../shared/testing/dynamodb.ts';
import { createPorts } from '../create-ports.ts';
import { BEAT } from '../hold.ts';
import type { ExportKey, Ports } from '../ports.ts';
import { work } from '../worker.ts';
import type { StartReadings } from './readings.ts';
import { inTimestream } from './readings.ts';
import type { Outside } from '../../shared/testing/outside.ts';

export const ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
export const DEVICES = ['01JZ8Q6V5X3M9T2B7C4D1E0001', '01JZ8Q6V5X3M9T2B7C4D1E0002'] as const;
export const PEOPLE = ['01JZ8Q6V5X3M9T2B7C4D1E0003', '01JZ8Q6V5X3M9T2B7C4D1E0004'] as const;
export const FROM = '2026-04-01T00:00:00Z';
export const TO = '2026-05-01T00:00:00Z';
const BUCKETS = { exports: 'sonde-test-exports', unload: 'sonde-test-unload' };
const TABLES = {
  exports: 'exports',
  ledger: 'ledger',
  devices: 'devices',
  organizations: 'organizations',
  identities: 'identities',
};
const DAY = 86_400_000;
/** Longer than any run, so that the calls of a worker are the same whether the machine is slow or not. */
const NO_BEAT = 600_000;
/** Each block of CSV is a part, so that a file of a few rows is uploaded as a large one is. */
const PART_BYTES = 1;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** All that the worker touches, as it is in `make dev`, with one organization, two devices and two people. */
export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld(readings: readonly ReceivedReading[], startReadings: StartReadings = inTimestream) {
  const tables = await startTables({
    exports: ['organizationId', 'id'],
    ledger: ['organizationId', 'entry'],
    devices: ['organizationId', 'id'],
    organizations: ['id'],
    identities: ['organizationId', 'id'],
  });
  const { directory, remove } = await temporaryDirectory();
  const s3 = await createS3({
    directory: `${directory}/s3`,
    log: silentLog,
    secretOf: () => undefined,
    minimumPartBytes: PART_BYTES,
  });
  const stored = await startReadings({
    directory: `${directory}/readings`,
    objects: s3.objects,
    dynamodb: tables.client,
    buckets: BUCKETS,
  });
  const mails: Mail[] = [];
  const ses = await createSes({
    directory: `${directory}/ses`,
    log: silentLog,
    mail: {
      deliver(mail) {
        mails.push(mail);
        return Promise.resolve();
      },
    },
  });
  const served = await Promise.all([s3, ses].map((service) => serve(service)));
  const [s3Url = '', sesUrl = ''] = served.map(({ url }) => url);
  const clients = {
    dynamodb: tables.client,
    s3: new S3Client(fakeClientOptions(s3Url)),
    ses: new SESv2Client(fakeClientOptions(sesUrl)),
  };

  async function fill(): Promise<void> {
    for (const Bucket of Object.values(BUCKETS)) await clients.s3.send(new CreateBucketCommand({ Bucket }));
    await clients.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'sonde.example' }));
    await stored.write(readings);
    await tables.put('organizations', { id: ORGANIZATION, name: 'Harbour' });
    for (const [index, id] of DEVICES.entries()) {
      const metrics = [{ name: 'temperature', unit: 'Cel' }];
      await tables.put('devices', { organizationId: ORGANIZATION, id, name: `Buoy ${index + 1}`, metrics });
    }
    for (const [index, id] of PEOPLE.entries()) {
      const person = { name: `Person ${index + 1}`, email: `person${index + 1}@harbour.example`, locale: 'en' };
      await tables.put('identities', { organizationId: ORGANIZATION, id, ...person, status: 'ACTIVE' });
    }
  }

  /** Puts the row that `requestExport` would, and counts it. */
  async function request(members: { format?: 'CSV' | 'PARQUET' } = {}): Promise<ExportKey> {
    const exportId = ulid();
    const now = new Date().toISOString();
    await tables.put('exports', {
      organizationId: ORGANIZATION,
      id: exportId,
      createdAt: now,
      updatedAt: now,
      version: 1,
      requestedBy: PEOPLE[0],
      request: {
        deviceIds: null,
        metrics: null,
        from: FROM,
        to: TO,
        format: members.format ?? 'CSV',
        layout: 'LONG',
        window: null,
        statistics: null,
      },
      recipients: PEOPLE.map((identityId) => ({ identityId, status: 'PENDING', attempts: 0, secretHashes: [] })),
      status: 'QUEUED',
      progress: 0,
      shard: '0',
      dueAt: now,
    });
    await tables.client.send(
      new UpdateItemCommand({
        TableName: TABLES.ledger,
        Key: marshall({ organizationId: ORGANIZATION, entry: 'running' }),
        UpdateExpression: 'ADD #count :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    return { organizationId: ORGANIZATION, exportId };
  }

  /** The ports of one process of its own. */
  function ports(outside: Outside, clock: () => number, beat = BEAT): Ports {
    const s3 = outside.watch(clients.s3);
    return createPorts({
      dynamodb: outside.watch(clients.dynamodb),
      s3,
      ses: outside.watch(clients.ses),
      tables: TABLES,
      buckets: BUCKETS,
      mailFrom: 'exports@sonde.example',
      readings: stored.exporter({ s3, outside, clock }),
      events: { publish: () => outside.call('publish', () => Promise.resolve()) },
      settings: { days: 7, downloadUrl: 'http://127.0.0.1:4000', partBytes: PART_BYTES, beat },
      clock,
      log: quiet,
    });
  }

  async function item(table: string, key: object): Promise<Record<string, unknown> | undefined> {
    const { Item } = await clients.dynamodb.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  }

  async function row({ organizationId, exportId: id }: ExportKey): Promise<ExportRow | undefined> {
    const found = await item(TABLES.exports, { organizationId, id });
    return found && v.parse(ExportRow, found);
  }

  await fill();
  return {
    mails,
    request,
    row,
    ports,

    /** Has a process work on an export until it returns or ends. */
    async run(key: ExportKey, outside: Outside, clock: () => number): Promise<void> {
      const working = work(key, ports(outside, clock, NO_BEAT), new AbortController().signal);
      // The sweep does not care how a worker ended.
      await Promise.race([working.catch(() => undefined), outside.ended]);
    },

    settled: () => stored.settled(),

    /** How many exports the ledger takes for not ended. */
    async running(): Promise<unknown> {
      return (await item(TABLES.ledger, { organizationId: ORGANIZATION, entry: 'running' }))?.count;
    },

    mailsAbout: ({ exportId }: ExportKey) => mails.filter(({ text }) => text.includes(exportId)),

    /** What `cancelExport` and `deleteExport` do to the row. @returns false where it is too late */
    async mark({ organizationId, exportId: id }: ExportKey, how: 'cancelled' | 'deleted'): Promise<boolean> {
      const now = new Date().toISOString();
      const isCancel = how === 'cancelled';
      const request = new UpdateItemCommand({
        TableName: TABLES.exports,
        Key: marshall({ organizationId, id }),
        UpdateExpression: isCancel
          ? 'SET #status = :cancelled, dueAt = :now, endedAt = :now ADD version :one'
          : 'SET deletedAt = :now, dueAt = :now ADD version :one',
        ...(isCancel && { ConditionExpression: '#status IN (:queued, :running)' }),
        ...(isCancel && { ExpressionAttributeNames: { '#status': 'status' } }),
        ExpressionAttributeValues: marshall({
          ':now': now,
          ':one': 1,
          ...(isCancel && { ':cancelled': 'CANCELLED', ':queued': 'QUEUED', ':running': 'RUNNING' }),
        }),
      });
      return clients.dynamodb.send(request).then(
        () => true,
        () => false,
      );
    },

    /** The objects of an export, in both buckets, by key; what was begun to be uploaded counts by its upload's id. */
    async objects({ organizationId, exportId }: ExportKey): Promise<Map<string, Buffer>> {
      const found = new Map<string, Buffer>();
      const Prefix = `${organizationId}/${exportId}/`;
      for (const Bucket of Object.values(BUCKETS)) {
        for await (const { Contents = [] } of paginateListObjectsV2({ client: clients.s3 }, { Bucket, Prefix })) {
          for (const { Key = '' } of Contents) {
            const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
            found.set(Key, Buffer.from((await Body?.transformToByteArray()) ?? []));
          }
        }
        const { Uploads = [] } = await clients.s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
        for (const { UploadId = '' } of Uploads) found.set(UploadId, Buffer.alloc(0));
      }
      return found;
    },

    async put(table: keyof typeof TABLES, row: object): Promise<void> {
      await clients.dynamodb.send(new PutItemCommand({ TableName: TABLES[table], Item: marshall(row) }));
    },

    async close(): Promise<void> {
      for (const client of Object.values(clients)) client.destroy();
      for (const { close } of served) await close();
      await stored.close();
      for (const service of [s3, ses]) await service.close();
      await remove();
      await tables.close();
    },
  };
}

/** A clock that a test moves. */
export function testClock(): { now: () => number; days: (count: number) => void; minutes: (count: number) => void } {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    days(count) {
      ahead += count * DAY;
    },
    minutes(count) {
      ahead += count * 60_000;
    },
  };
}
