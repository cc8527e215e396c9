import { DeleteItemCommand, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { IoTClient } from '@aws-sdk/client-iot';
import {
  CreatePolicyCommand,
  CreateThingTypeCommand,
  DescribeThingCommand,
  ListThingPrincipalsCommand,
  paginateListCertificates,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import * as v from 'valibot';
import { serveIot } from '../../../local/iot/testing/serve-iot.ts';
import type { AuditRow } from '../../shared/audit/event.ts';
import { CertificateEntry } from '../../shared/credentials/entry.ts';
import type { Log } from '../../shared/logger.ts';
import { startTables } from '../../shared/testing/dynamodb.ts';
import { fakeClientOptions } from '../../shared/testing/fake-aws.ts';
import { Outside } from '../../shared/testing/outside.ts';
import { certificatesTable } from '../certificates-table.ts';
import type { Act } from '../event.ts';
import type { Ports } from '../ports.ts';

export const ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8A';
export const IDENTITY = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
export const POLICY = 'sonde-test-device';
const TABLES = { devices: 'devices', auditEvents: 'auditEvents' };

/** What there is in AWS IoT, and in the row of a device. */
export interface Found {
  listed: string[] | undefined;
  /** Status by id, of those that are attached to the device's thing. */
  attached: Record<string, string>;
  /** Status by id, of all that there are. */
  all: Record<string, string>;
  hasThing: boolean;
  events: AuditRow[];
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** All that the function touches: AWS IoT and DynamoDB as on a laptop, and a data plane that only notes whose connection it ended. */
export async function startWorld() {
  const iot = await serveIot();
  await iot.client.send(new CreateThingTypeCommand({ thingTypeName: POLICY }));
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }],
  });
  await iot.client.send(new CreatePolicyCommand({ policyName: POLICY, policyDocument }));
  const tables = await startTables({
    devices: ['organizationId', 'id'],
    auditEvents: ['organizationId', 'id'],
  });
  const connections = await startConnections();
  const data = new IoTDataPlaneClient(fakeClientOptions(connections.url));
  const lines: unknown[] = [];
  let devices = 0;
  /** How far the function's clock is ahead, in ms. */
  let ahead = 0;
  const note =
    (level: string): Log['info'] =>
    (message, fields) => {
      lines.push({ level, message, ...fields });
    };
  const log: Log = { info: note('info'), warn: note('warn'), error: note('error') };

  return {
    /** What was logged. */
    lines,
    /** Client ids of connections that were ended. */
    ended: connections.ended,
    client: iot.client,
    tables,
    urls: { iot: await urlOf(iot.client), data: connections.url },
    wait(milliseconds: number) {
      ahead += milliseconds;
    },
    ports(outside = new Outside()): Ports {
      const client = outside.watch(tables.client);
      return {
        table: certificatesTable({ client, ...TABLES }),
        access: { iot: outside.watch(iot.client), data: outside.watch(data), policy: POLICY, thingType: POLICY, log },
        server: { mqtt: { host: 'iot.example', port: 8883 }, rootCaUrl: 'https://iot.example/ca.pem' },
        clock: () => Date.now() + ahead,
        log,
      };
    },
    /** Makes a device's row, and something that can be done to it. */
    async device(more: object = {}): Promise<Act> {
      const deviceId = `01JZ8Q6V5X3M9T2B7C4D1${(++devices).toString().padStart(5, '0')}`;
      await tables.put('devices', { organizationId: ORGANIZATION, id: deviceId, name: 'Roof', version: 3, ...more });
      return actOn(deviceId);
    },
    async deleteRow({ device: { deviceId } }: Act): Promise<void> {
      const Key = marshall({ organizationId: ORGANIZATION, id: deviceId });
      await tables.client.send(new DeleteItemCommand({ TableName: 'devices', Key }));
    },
    async found({ device: { deviceId } }: Act): Promise<Found> {
      const Key = marshall({ organizationId: ORGANIZATION, id: deviceId });
      const { Item } = await tables.client.send(new GetItemCommand({ TableName: 'devices', Key }));
      const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: 'auditEvents' }));
      const all = await statusById();
      const principals = await principalsOf(deviceId);
      return {
        listed: Item && v.parse(Row, unmarshall(Item)).certificates.map(({ id }) => id),
        attached: Object.fromEntries(principals.map((id) => [id, all[id] ?? 'gone'])),
        all,
        hasThing: await hasThing(deviceId),
        events: Items.map((item) => unmarshall(item) as AuditRow).filter(({ targetId }) => targetId === deviceId),
      };
    },
    async close() {
      await Promise.all([iot.end(), tables.close(), connections.close()]);
      data.destroy();
    },
  };

  async function statusById(): Promise<Record<string, string>> {
    const all: Record<string, string> = {};
    for await (const { certificates = [] } of paginateListCertificates({ client: iot.client }, { pageSize: 250 }))
      for (const { certificateId = '', status = '' } of certificates) all[certificateId] = status;
    return all;
  }

  async function principalsOf(thingName: string): Promise<string[]> {
    const { principals = [] } = await iot.client
      .send(new ListThingPrincipalsCommand({ thingName }))
      .catch(unlessMissing({ principals: [] }));
    return principals.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  }

  async function hasThing(thingName: string): Promise<boolean> {
    const thing = await iot.client.send(new DescribeThingCommand({ thingName })).catch(unlessMissing(undefined));
    return thing !== undefined;
  }
}

async function urlOf({ config }: IoTClient): Promise<string> {
  const endpoint = await config.endpoint?.();
  return `http://${endpoint?.hostname ?? ''}:${endpoint?.port ?? ''}`;
}

const Row = v.object({ certificates: v.optional(v.array(CertificateEntry), []) });

function unlessMissing<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ResourceNotFoundException) return otherwise;
    throw error;
  };
}

/** What a resolver says of something that is done to a device. */
export function actOn(deviceId: string): Act {
  return {
    device: { organizationId: ORGANIZATION, deviceId },
    audit: {
      organizationId: ORGANIZATION,
      id: `01JZ8Q6V5X3M9T2B7C4D1E${Math.random().toString().slice(2, 6)}`,
      time: '2026-03-01T12:00:00.000Z',
      action: 'provisionDevice',
      actor: { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' },
      targetType: 'Device',
      targetId: deviceId,
      removeAt: 1_800_000_000,
    },
  };
}

/** The operation that ends connections, of a data plane that no device is connected to. */
async function startConnections() {
  const ended: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://data').pathname;
    ended.push(decodeURIComponent(path.slice('/connections/'.length)));
    response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ended,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
