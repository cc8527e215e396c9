import { GetItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreatePolicyCommand,
  CreateThingTypeCommand,
  DescribeCertificateCommand,
  ListThingPrincipalsCommand,
  paginateListThings,
} from '@aws-sdk/client-iot';
import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { serveIot } from '../../../local/iot/testing/serve-iot.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { silentLog } from '../../../local/shared/log.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import type { AuditRow } from '../../shared/audit/event.ts';
import { credentialsKey, prefixOf, reportKey, uploadKey } from '../../shared/imports/keys.ts';
import { ImportRow } from '../../shared/imports/row.ts';
import { startTables } from '../../shared/testing/dynamodb.ts';
import { fakeClientOptions } from '../../shared/testing/fake-aws.ts';
import { Outside } from '../../shared/testing/outside.ts';
import { iotCertificates } from '../aws/iot-certificates.ts';
import { createPorts } from '../create-ports.ts';
import type { ImportKey, Ports } from '../ports.ts';
import { work } from '../worker.ts';
import { CredentialLine, ReportLine } from './lines.ts';

const IDENTITY = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
const BUCKET = 'sonde-test-imports';
const POLICY = 'sonde-test-device';
const TABLES = { imports: 'deviceImports', ledger: 'exportLedger', devices: 'devices', auditEvents: 'auditEvents' };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A device as it is stored. */
export interface StoredDevice extends Record<string, unknown> {
  id: string;
  name: string;
  certificates?: { id: string }[];
}

export interface ImportToMake {
  withCredentials?: boolean;
  status?: ImportRow['status'];
}

/** All that the worker touches, as it is in `make dev`. */
export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld() {
  const tables = await startTables(
    {
      deviceImports: ['organizationId', 'id'],
      exportLedger: ['organizationId', 'entry'],
      devices: ['organizationId', 'id'],
      auditEvents: ['organizationId', 'id'],
    },
    { deviceImports: { due: ['shard', 'dueAt'] } },
  );
  const { directory, remove } = await temporaryDirectory();
  const s3Service = await createS3({ directory, log: silentLog, secretOf: () => undefined });
  const served = await serve(s3Service);
  const s3 = new S3Client(fakeClientOptions(served.url));
  const iot = await serveIot();
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await iot.client.send(new CreateThingTypeCommand({ thingTypeName: POLICY }));
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }],
  });
  await iot.client.send(new CreatePolicyCommand({ policyName: POLICY, policyDocument }));

  /** Puts the row that `createDeviceImport` and `importDevices` make, and the file, in an organization of its own. */
  async function request(
    file: string | Buffer | undefined,
    { withCredentials = false, status = 'QUEUED' }: ImportToMake = {},
  ): Promise<ImportKey> {
    const importId = ulid();
    const key = { organizationId: ulid(), importId };
    const { organizationId } = key;
    const now = new Date().toISOString();
    if (file !== undefined) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: uploadKey(key), Body: file }));
    await tables.put(TABLES.imports, {
      organizationId,
      id: importId,
      createdAt: now,
      updatedAt: now,
      version: 2,
      requestedBy: IDENTITY,
      begunBy: { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' },
      sourceIp: '192.0.2.1',
      bytes: file?.length ?? 0,
      withCredentials,
      status,
      succeeded: 0,
      failed: 0,
      shard: '0',
      dueAt: now,
    });
    await tables.client.send(
      new UpdateItemCommand({
        TableName: TABLES.ledger,
        Key: marshall({ organizationId, entry: 'imports' }),
        UpdateExpression: 'ADD #count :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    return key;
  }

  /** The ports of one process of its own. */
  function ports(outside: Outside, clock: () => number, chunk: number): Ports {
    const dynamodb = outside.watch(tables.client);
    const access = { iot: outside.watch(iot.client), data: iot.data, policy: POLICY, thingType: POLICY, log: quiet };
    const server = { mqtt: { host: 'iot.example', port: 8883 }, rootCaUrl: 'https://iot.example/ca.pem' };
    return createPorts({
      dynamodb,
      s3: outside.watch(s3),
      tables: TABLES,
      bucket: BUCKET,
      certificates: iotCertificates({ access, server, rate: 10_000 }),
      settings: { chunkRows: { withCredentials: chunk, without: chunk } },
      clock,
      log: quiet,
    });
  }

  async function items(table: string, { organizationId }: ImportKey): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    const pages = paginateQuery(
      { client: tables.client },
      {
        TableName: table,
        KeyConditionExpression: 'organizationId = :o',
        ExpressionAttributeValues: { ':o': { S: organizationId } },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) found.push(...Items.map((item) => unmarshall(item)));
    return found;
  }

  async function row({ organizationId, importId: id }: ImportKey): Promise<ImportRow> {
    const Key = marshall({ organizationId, id });
    const { Item } = await tables.client.send(
      new GetItemCommand({ TableName: TABLES.imports, Key, ConsistentRead: true }),
    );
    return v.parse(ImportRow, Item && unmarshall(Item));
  }

  /** Has a process work on an import until it returns or ends. */
  async function run(
    key: ImportKey,
    outside = new Outside(),
    clock: () => number = Date.now,
    chunk = 2,
  ): Promise<void> {
    const working = work(key, ports(outside, clock, chunk), new AbortController().signal);
    // The schedule does not care how a worker ended.
    await Promise.race([working.catch(() => undefined), outside.ended]);
  }

  async function object(Key: string): Promise<Buffer> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** What is left of devices and audit events. */
  async function devicesOf(key: ImportKey): Promise<{ devices: StoredDevice[]; events: AuditRow[] }> {
    const [devices, events] = await Promise.all([items(TABLES.devices, key), items(TABLES.auditEvents, key)]);
    return { devices: devices as StoredDevice[], events: events as unknown as AuditRow[] };
  }

  return {
    tables,
    s3,
    iot,
    request,
    ports,
    row,
    run,
    devicesOf,

    /** What the schedule does: as long as somebody must look at the import, a new worker does. */
    async schedule(
      key: ImportKey,
      clock: ReturnType<typeof testClock>,
      { newWorker = () => new Outside(), chunk = 2 }: { newWorker?: () => Outside; chunk?: number } = {},
    ): Promise<ImportRow> {
      for (let round = 0; round < 12; round++) {
        clock.minutes(16);
        const now = await row(key);
        if (now.dueAt === undefined || now.dueAt === now.expiresAt) return now;
        if (Date.parse(now.dueAt) <= clock.now()) await run(key, newWorker(), clock.now, chunk);
      }
      throw new Error('Somebody must look at the import again and again');
    },

    async report(key: ImportKey): Promise<ReportLine[]> {
      const text = (await object(reportKey(key))).toString('utf8');
      const records: unknown = parse(text, { columns: true, record_delimiter: '\r\n' });
      return v.parse(v.array(ReportLine), records);
    },

    async credentials(key: ImportKey): Promise<CredentialLine[]> {
      const text = gunzipSync(await object(credentialsKey(key))).toString('utf8');
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => v.parse(CredentialLine, JSON.parse(line)));
    },

    /** Names of the objects that there are of an import. */
    async files(key: ImportKey): Promise<string[]> {
      const found: string[] = [];
      const Prefix = prefixOf(key);
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET, Prefix }))
        found.push(...Contents.map(({ Key = '' }) => Key.slice(Prefix.length)));
      return found;
    },

    /** Ids of the certificates that a device can connect with, by AWS IoT. */
    async active(thingName: string): Promise<string[]> {
      const { principals = [] } = await iot.client.send(new ListThingPrincipalsCommand({ thingName }));
      const ids = principals.map((arn) => arn.replace(/.*:cert\//, ''));
      const described = await Promise.all(
        ids.map((certificateId) => iot.client.send(new DescribeCertificateCommand({ certificateId }))),
      );
      return described.flatMap(({ certificateDescription: { certificateId, status } = {} }) =>
        status === 'ACTIVE' && certificateId !== undefined ? [certificateId] : [],
      );
    },

    async things(): Promise<string[]> {
      const names: string[] = [];
      for await (const page of paginateListThings({ client: iot.client }, {}))
        names.push(...(page.things ?? []).map(({ thingName = '' }) => thingName));
      return names;
    },

    /** How many imports of the organization the ledger takes for not ended. */
    async running(key: ImportKey): Promise<unknown> {
      const entries = await items(TABLES.ledger, key);
      return entries.find(({ entry }) => entry === 'imports')?.count;
    },

    /** What `cancelDeviceImport` does to the row, without what it does to the ledger. @returns false where it is too late */
    async cancel({ organizationId, importId: id }: ImportKey): Promise<boolean> {
      const now = new Date().toISOString();
      const request = new UpdateItemCommand({
        TableName: TABLES.imports,
        Key: marshall({ organizationId, id }),
        UpdateExpression: 'SET #status = :cancelled, dueAt = :now, endedAt = :now ADD version :one',
        ConditionExpression: '#status IN (:queued, :running)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: marshall({
          ':now': now,
          ':one': 1,
          ':cancelled': 'CANCELLED',
          ':queued': 'QUEUED',
          ':running': 'RUNNING',
        }),
      });
      return tables.client.send(request).then(
        () => true,
        () => false,
      );
    },

    async close(): Promise<void> {
      s3.destroy();
      await served.close();
      await s3Service.close();
      await iot.end();
      await tables.close();
      await remove();
    },
  };
}

/** A clock that a test moves. */
export function testClock(): { now: () => number; minutes: (count: number) => void } {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    minutes(count) {
      ahead += count * 60_000;
    },
  };
}
