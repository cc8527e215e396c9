import { resolve } from 'node:path';
import { getNullableType, isListType, isObjectType, type GraphQLOutputType } from 'graphql';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { buildApi } from '../build/api.ts';
import { replaceTablePlaceholders, type DataSourceArtifact } from '../build/artifacts.ts';
import { parseEvent as parseCredentialsEvent } from '../functions/device-credentials/event.ts';
import type { Credentials } from '../functions/device-credentials/grant.ts';
import { answer as answerQuery } from '../functions/query-readings/answer.ts';
import { parseEvent } from '../functions/record-readings/event.ts';
import { recordReadings } from '../functions/record-readings/record.ts';
import { connectionOf } from '../functions/shared/credentials/connection.ts';
import type { DeviceKey } from '../functions/shared/credentials/device.ts';
import { keepWorld } from '../functions/shared/ingestion/testing/world.ts';
import { STATISTICS } from '../functions/shared/readings/store.ts';
import type { Reading, ReadingReader } from '../functions/shared/readings/store.ts';
import { executableApi } from '../local/appsync/api/executable.ts';
import { toPlainItem, wireItem } from '../local/appsync/data-sources/dynamodb/attribute-values.ts';
import { Batches } from '../local/appsync/execution/batches.ts';
import { deadline } from '../local/appsync/execution/deadline.ts';
import { noEffects, runResolver } from '../local/appsync/execution/resolver.ts';
import { loadCode } from '../local/appsync/runtime/index.ts';
import { contextWith, fixedHost } from '../local/appsync/testing/evaluate.ts';
import type { DataSource } from '../local/appsync/types.ts';
import { silentLog } from '../local/shared/log.ts';
import type * as schema from '../schema/generated/types.ts';
import { infoOf } from './testing/handlers.ts';
import {
  account,
  auditEvent,
  caller,
  device,
  DEVICE,
  EXPORT,
  exported,
  identity,
  IDENTITY,
  INVITED,
  invited,
  latest,
  membership,
  organization,
  ORGANIZATION,
  OTHER_ORGANIZATION,
  service,
  SERVICE,
  IMPORT,
  imported,
  publicImport,
} from './testing/rows.ts';
import type { CertificateEntry } from './shared/rows.ts';
import type { tables } from './tables.ts';
import type { wiring } from './wiring.ts';

/** A row of every table that a resolver answers from, with all that it can have. */
const rows: Record<Exclude<keyof typeof tables, 'exportLedger'>, object> = {
  organizations: organization,
  devices: device,
  identities: identity,
  memberships: membership,
  accounts: account,
  latest,
  exports: exported,
  auditEvents: auditEvent,
  deviceImports: imported,
};

const reading: schema.ReadingInput = {
  deviceId: DEVICE,
  metric: 'x',
  time: '2018-01-01T00:00:00Z',
  value: 1,
  text: 'x',
  unit: 'V',
  declared: true,
};
const change = { id: IDENTITY, expectedVersion: 3 };

/** Good arguments for every field that answers something. A subscription answers what the mutation did that it follows. */
const questions: Record<Exclude<keyof typeof wiring, `Subscription.${string}`>, Record<string, unknown>> = {
  'Query.me': {},
  'Query.organization': {},
  'Query.device': { id: DEVICE },
  'Query.devices': { first: 1 },
  'Query.identity': { id: IDENTITY },
  'Query.identities': { first: 1 },
  'Query.readings': { deviceId: DEVICE, from: '2018-01-01T00:00:00Z', to: '2018-02-01T00:00:00Z', first: 1 },
  'Query.aggregates': {
    ...{ deviceIds: [DEVICE], metrics: ['temperature'], from: '2018-01-01T00:00:00Z', to: '2018-02-01T00:00:00Z' },
    ...{ window: 'P1D', statistics: STATISTICS },
  },
  'Query.dataPeriod': { deviceId: DEVICE },
  'Query.downsample': {
    ...{ deviceId: DEVICE, metrics: ['temperature'], from: '2018-01-01T00:00:00Z', to: '2018-02-01T00:00:00Z' },
  },
  'Query.latest': { deviceIds: [DEVICE] },
  'Query.export': { id: EXPORT },
  'Query.exports': { first: 1 },
  'Query.auditEvents': { first: 1 },
  'Query.memberships': {},
  'Query.invitations': {},
  'Mutation.updateOrganization': { input: { name: 'x', expectedVersion: 3 } },
  'Mutation.createDevice': {
    input: { name: 'x', description: 'x', location: device.location, metrics: device.metrics },
  },
  'Mutation.updateDevice': { input: { id: DEVICE, expectedVersion: 3, name: 'x' } },
  'Mutation.deleteDevice': { input: { id: DEVICE, expectedVersion: 3 } },
  'Mutation.provisionDevice': { input: { deviceId: DEVICE } },
  'Mutation.rotateDeviceCertificate': { input: { deviceId: DEVICE } },
  'Mutation.revokeDeviceCertificate': { input: { deviceId: DEVICE } },
  'Mutation.createIdentity': { input: { name: 'x', email: 'x@example.com', role: 'VIEWER' } },
  'Mutation.updateIdentity': { input: { ...change, name: 'x' } },
  'Mutation.deleteIdentity': { input: change },
  'Mutation.resendInvitation': { input: { ...change, id: INVITED } },
  'Mutation.revokeInvitation': { input: { ...change, id: INVITED } },
  'Mutation.acceptInvitation': { organizationId: OTHER_ORGANIZATION },
  'Mutation.switchOrganization': { organizationId: ORGANIZATION },
  'Mutation.createService': { input: { name: 'x', role: 'VIEWER' } },
  'Mutation.rotateServiceSecret': { input: { ...change, id: SERVICE } },
  'Mutation.revokeServiceSecret': { input: { ...change, id: SERVICE } },
  'Mutation.recordReadings': {
    input: { deviceId: DEVICE, readings: [{ metric: 'a b', time: '2018-01-01T00:00:00Z', value: 1 }] },
  },
  'Mutation.publishReadings': { input: { organizationId: ORGANIZATION, deviceIds: [DEVICE], readings: [reading] } },
  'Mutation.requestExport': {
    input: {
      from: '2018-01-01T00:00:00Z',
      to: '2018-02-01T00:00:00Z',
      deviceIds: [DEVICE],
      recipients: [identity.email],
    },
  },
  'Mutation.cancelExport': { id: EXPORT },
  'Mutation.deleteExport': { id: EXPORT },
  'Mutation.publishExport': { organizationId: ORGANIZATION, id: EXPORT },
  'Query.deviceImport': { id: IMPORT },
  'Query.deviceImports': { first: 1 },
  'Mutation.createDeviceImport': { input: { bytes: 1 } },
  'Mutation.importDevices': { id: IMPORT },
  'Mutation.cancelDeviceImport': { id: IMPORT },
};

/** What is answered by null or by none on purpose: files that are removed, and events, have no links; no mail has bounced from who is new. */
const withoutAnswer: Partial<Record<keyof typeof questions, string[]>> = {
  'Mutation.createDevice': ['Mutation.createDevice.certificates'],
  'Mutation.createIdentity': [
    'Mutation.createIdentity.mailStatusAt',
    'Mutation.createIdentity.invitation.error',
    'Mutation.createIdentity.secretCreatedAt',
  ],
  'Mutation.resendInvitation': ['Mutation.resendInvitation.invitation.error'],
  'Mutation.createService': [
    'Mutation.createService.identity.mailStatusAt',
    'Mutation.createService.identity.invitation',
  ],
  'Mutation.revokeServiceSecret': ['Mutation.revokeServiceSecret.secretCreatedAt'],
  'Mutation.cancelExport': ['Mutation.cancelExport.files.url'],
  'Mutation.deleteExport': ['Mutation.deleteExport.files.url'],
  'Mutation.publishExport': ['Mutation.publishExport.export.files.url'],
  'Query.deviceImport': ['Query.deviceImport.uploadUrl'],
  'Query.deviceImports': ['Query.deviceImports.items.uploadUrl'],
  'Mutation.createDeviceImport': [
    'rows',
    'reportUrl',
    'credentialsUrl',
    'error',
    'startedAt',
    'endedAt',
    'expiresAt',
  ].map((field) => `Mutation.createDeviceImport.${field}`),
  'Mutation.importDevices': ['Mutation.importDevices.uploadUrl'],
  'Mutation.cancelDeviceImport': ['Mutation.cancelDeviceImport.uploadUrl'],
};

/** Two readings, so that a page of one has a next. */
const store: ReadingReader = {
  page: ({ organizationId, deviceId, from }) => {
    const stored: Reading = { organizationId, deviceId, metric: 'temperature', time: from, value: 1, text: 'x' };
    return Promise.resolve([stored, { ...stored, time: from + 1n }]);
  },
  aggregate: ({ deviceIds: [deviceId = ''], metrics: [metric = ''], from, statistics }) =>
    Promise.resolve([{ deviceId, metric, begin: from, values: statistics.map(() => 1) }]),
  periods: () => Promise.resolve([{ metric: 'temperature', first: 0n, last: 1n }]),
  outline: ({ metrics: [metric = ''], from }) => {
    const point = { time: from, value: 1 };
    return Promise.resolve([{ metric, begin: from, first: point, last: point, smallest: point, largest: point }]);
  },
};

const Request = v.variant('operation', [
  v.object({ operation: v.picklist(['UpdateItem', 'DeleteItem', 'Query', 'TransactWriteItems']) }),
  v.object({ operation: v.literal('GetItem'), key: wireItem }),
  v.object({ operation: v.literal('PutItem'), key: wireItem, attributeValues: wireItem }),
  v.object({
    operation: v.literal('BatchGetItem'),
    tables: v.record(v.string(), v.object({ keys: v.array(wireItem) })),
  }),
]);

/** Identities that are found by their ids: what is asked of them is asked of no other kind. */
const special: Partial<Record<string, object>> = { [SERVICE]: service, [INVITED]: invited };
/** The membership of an organization that the caller is not in yet. */
const offered = { ...membership, organizationId: OTHER_ORGANIZATION, identityId: INVITED };

/** A data source that finds the row that is asked for, whatever it is. */
function finding(source: DataSourceArtifact): DataSource {
  const answer = async (request: unknown): Promise<unknown> => {
    if (source.type === 'NONE') return v.parse(v.object({ payload: v.optional(v.unknown(), null) }), request).payload;
    if (source.type === 'AWS_LAMBDA') {
      return answerOf(source.function, v.parse(v.object({ payload: v.unknown() }), request).payload);
    }
    const row = rowOf(source.table);
    const parsed = v.parse(Request, request);
    switch (parsed.operation) {
      case 'Query':
        return { items: [source.table === 'memberships' ? offered : row], nextToken: 'next' };
      case 'PutItem':
        return toPlainItem({ ...parsed.attributeValues, ...parsed.key });
      case 'BatchGetItem':
        return {
          data: mapValues(parsed.tables, ({ keys }, table) =>
            keys.map(toPlainItem).map((key) => ({ ...(special[String(key.id)] ?? rowOf(table)), ...key })),
          ),
        };
      case 'TransactWriteItems':
        return { keys: [], cancellationReasons: null };
      case 'GetItem':
        return special[String(toPlainItem(parsed.key).id)] ?? row;
      case 'UpdateItem':
      case 'DeleteItem':
        return row;
    }
  };
  return { invoke: async (request) => ({ result: await answer(request) }) };
}

function rowOf(table: string): object {
  return rows[v.parse(v.picklist(Object.keys(rows) as (keyof typeof rows)[]), table)];
}

async function answerOf(functionName: string, payload: unknown): Promise<unknown> {
  switch (functionName) {
    case 'query-readings':
      return { data: await answerQuery(payload, store) };
    case 'record-readings':
      return { data: await recordReadings(parseEvent(payload), Date.now(), keepWorld().ports) };
    case 'export-files':
      return {
        urls: v
          .parse(v.object({ files: v.array(v.object({ key: v.string(), name: v.string() })) }), payload)
          .files.map(({ key }) => `https://example.com/${key}`),
      };
    case 'device-import-files':
      return { url: 'https://example.com/upload', urls: [publicImport] };
    case 'device-credentials':
      return { data: credentialsOf(parseCredentialsEvent(payload)) };
    case 'service-accounts':
      return { data: { secret: 'x', secretCreatedAt: '2018-01-01T00:00:00.000Z' } };
    default:
      return null;
  }
}

function credentialsOf({ organizationId, deviceId }: DeviceKey): Credentials {
  const server = { mqtt: { host: 'iot.example', port: 8883 }, rootCaUrl: 'https://iot.example/ca.pem' };
  const { certificates } = device;
  const [certificate] = certificates as [CertificateEntry];
  return {
    ...connectionOf({ organizationId, deviceId }, server),
    ...{ certificate, certificates, certificatePem: 'x', privateKeyPem: 'x' },
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

/** The paths of the fields of `type` that `value` has nothing for. */
function lacking(type: GraphQLOutputType, value: unknown, path: string): string[] {
  const nullable = getNullableType(type);
  if (value === null || value === undefined) return [path];
  if (isListType(nullable)) {
    const items = v.parse(v.array(v.unknown()), value);
    if (items.length === 0) return [path];
    return items.flatMap((item) => lacking(nullable.ofType, item, path));
  }
  if (!isObjectType(nullable)) return [];
  const members = v.parse(v.record(v.string(), v.unknown()), value);
  return Object.values(nullable.getFields()).flatMap((field) =>
    lacking(field.type, members[field.name], `${path}.${field.name}`),
  );
}

const artifact = await buildApi(resolve(import.meta.dirname, '..'));
const tableNames = Object.fromEntries(Object.keys(artifact.tables).map((table) => [table, table]));
const api = executableApi(artifact, {
  // The code's own placeholders: the names do not matter here.
  loadCode: (source, fileName) => loadCode(replaceTablePlaceholders(source, tableNames), fileName, fixedHost),
  dataSource: finding,
});

/** The paths below a field that nothing is answered for, when there is a row for all that it asks. */
async function unanswered(key: string, args: Record<string, unknown>): Promise<string[]> {
  const [typeName = '', fieldName = ''] = key.split('.');
  const type = api.schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  const base = {
    ...contextWith({ identity: caller, arguments: args }),
    // A fragment may select everything.
    info: infoOf(typeName, fieldName, '{ ...All }'),
  };
  const time = deadline();
  const effects = noEffects();
  const run = new Batches().enter({ typeName, fieldName, path: [fieldName] });
  const value = await runResolver(api.resolvers.get(key)!, base, { deadline: time, effects, log: silentLog, run });
  time.clear();
  return lacking(field!.type, value, key);
}

it.each(Object.entries(questions))('%s answers every field of its type', async (key, args) => {
  const expected: Partial<Record<string, string[]>> = withoutAnswer;
  expect(await unanswered(key, args)).toEqual(expected[key] ?? []);
});
