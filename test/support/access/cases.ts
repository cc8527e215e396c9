import { ulid } from 'ulid';
import {
  CancelDeviceImportDocument,
  CreateDeviceImportDocument,
  CreateServiceDocument,
  DeviceImportsDocument,
  OrganizationDocument,
} from '../../../examples/generated/documents.ts';
import type { RootField } from '../../../schema/access.ts';
import type { Member } from '../people.ts';
import type { Sonde } from '../sonde.ts';
import {
  HOUR,
  putDevice,
  putExport,
  putFurther,
  putImport,
  putInvited,
  putInviting,
  TIME,
  type Tenant,
} from './tenants.ts';

/** Who asks a field, and whose things for. */
interface Asked {
  readonly sonde: Sonde;
  /** Whose things are asked for. */
  readonly tenant: Tenant;
  /** Who asks, if somebody of a pool. */
  readonly member: Member | undefined;
  /** Whether the one is not of the other. */
  readonly isForeign: boolean;
  /** Whether the table has it that there is an answer: then what is asked for is made as clients make it. */
  readonly isAnswered: boolean;
}

/** The variables of a request that is done where its caller may do it: what it changes is there anew each time. */
type Case = (asked: Asked) => object | Promise<object>;

/** One for every field that a request begins with: the compiler asks for those that are missing. */
export const cases: Readonly<Record<RootField, Case>> = {
  'Query.me': () => ({}),
  'Query.organization': () => ({}),
  'Query.memberships': () => ({}),
  'Query.invitations': async ({ sonde, member }) => {
    if (member) await putInviting(sonde, member);
    return {};
  },
  'Query.identity': ({ tenant }) => ({ id: tenant.viewer.identityId }),
  'Query.identities': () => ({}),
  'Query.device': ({ tenant }) => ({ id: tenant.deviceId }),
  'Query.devices': () => ({}),
  'Query.readings': ({ tenant }) => ({ deviceId: tenant.deviceId, ...HOUR }),
  'Query.aggregates': ({ tenant }) => ({ ...levels(tenant), window: 'PT1H', statistics: ['AVG'] }),
  'Query.dataPeriod': ({ tenant }) => ({ deviceId: tenant.deviceId }),
  'Query.downsample': ({ tenant }) => ({ deviceId: tenant.deviceId, metrics: ['level'], ...HOUR }),
  'Query.latest': ({ tenant }) => ({ deviceIds: [tenant.deviceId] }),
  'Query.export': ({ tenant }) => ({ id: tenant.exportId }),
  'Query.exports': () => ({}),
  'Query.deviceImport': ({ tenant }) => ({ id: tenant.importId }),
  'Query.deviceImports': () => ({}),
  'Query.auditEvents': () => ({}),

  'Mutation.updateOrganization': async ({ tenant }) => {
    const { organization } = await tenant.viewer.request(OrganizationDocument, {});
    return { input: { name: tenant.name, expectedVersion: organization.version } };
  },
  'Mutation.createIdentity': () => ({ input: { name: 'New', email: `${ulid()}@new.example`, role: 'VIEWER' } }),
  'Mutation.updateIdentity': async (asked) => ({ input: { ...(await invited(asked)), name: 'Other' } }),
  'Mutation.deleteIdentity': async (asked) => ({ input: await invited(asked) }),
  'Mutation.resendInvitation': async (asked) => ({ input: await invited(asked) }),
  'Mutation.revokeInvitation': async (asked) => ({ input: await invited(asked) }),
  'Mutation.acceptInvitation': async ({ sonde, tenant, member, isForeign }) => ({
    organizationId: isForeign || !member ? tenant.id : await putInviting(sonde, member),
  }),
  'Mutation.switchOrganization': async ({ sonde, tenant, member, isForeign }) => ({
    organizationId: isForeign || !member ? tenant.id : await putFurther(sonde, member),
  }),
  'Mutation.createService': () => ({ input: { name: 'Gateway', role: 'VIEWER' } }),
  'Mutation.rotateServiceSecret': async ({ tenant }) => ({ input: await makeService(tenant) }),
  'Mutation.revokeServiceSecret': async ({ tenant }) => ({ input: await makeService(tenant) }),
  'Mutation.createDevice': () => ({ input: { name: 'New' } }),
  'Mutation.updateDevice': async (asked) => ({ input: { ...(await device(asked)), name: 'Other' } }),
  'Mutation.deleteDevice': async (asked) => ({ input: await device(asked) }),
  'Mutation.provisionDevice': async ({ sonde, tenant }) => ({ input: { deviceId: await putDevice(sonde, tenant) } }),
  'Mutation.rotateDeviceCertificate': async ({ sonde, tenant }) => ({
    input: { deviceId: await putDevice(sonde, tenant) },
  }),
  'Mutation.revokeDeviceCertificate': async ({ sonde, tenant }) => ({
    input: { deviceId: await putDevice(sonde, tenant) },
  }),
  'Mutation.createDeviceImport': async ({ tenant }) => {
    await cancelImports(tenant);
    return { input: { bytes: 10 } };
  },
  'Mutation.importDevices': async ({ sonde, tenant, isAnswered }) => ({
    id: await (isAnswered ? makeImport(tenant, 'name\nNew\n') : putImport(sonde, tenant, 'AWAITING_FILE')),
  }),
  'Mutation.cancelDeviceImport': async ({ sonde, tenant }) => ({
    id: await putImport(sonde, tenant, 'AWAITING_FILE'),
  }),
  'Mutation.recordReadings': ({ tenant: { deviceId } }) => {
    const readings = ['level', 'no name'].map((metric) => ({ metric, time: TIME, value: 1 }));
    return { input: { deviceId, readings } };
  },
  'Mutation.requestExport': ({ tenant }) => ({ input: { ...HOUR, deviceIds: [tenant.deviceId], recipients: [] } }),
  'Mutation.cancelExport': async ({ sonde, tenant }) => ({ id: await putExport(sonde, tenant, 'RUNNING') }),
  'Mutation.deleteExport': async ({ sonde, tenant }) => ({ id: await putExport(sonde, tenant) }),
  'Mutation.publishReadings': ({ tenant: { id: organizationId, deviceId } }) => {
    const readings = [{ deviceId, metric: 'level', time: TIME, value: 1, declared: true }];
    return { input: { organizationId, deviceIds: [deviceId], readings } };
  },
  'Mutation.publishExport': ({ tenant }) => ({ organizationId: tenant.id, id: tenant.exportId }),

  'Subscription.onReadings': ({ tenant, isForeign }) => (isForeign ? { deviceIds: [tenant.deviceId] } : {}),
  'Subscription.onExport': ({ tenant, isForeign }) => (isForeign ? { id: tenant.exportId } : {}),
};

const levels = ({ deviceId }: Tenant) => ({ deviceIds: [deviceId], metrics: ['level'], ...HOUR });

async function device({ sonde, tenant }: Asked) {
  return { id: await putDevice(sonde, tenant), expectedVersion: 1 };
}

async function invited({ sonde, tenant }: Asked) {
  return { id: await putInvited(sonde, tenant.id), expectedVersion: 1 };
}

async function makeService({ administrator }: Tenant) {
  const input = { name: 'Gateway', role: 'VIEWER' } as const;
  const { createService } = await administrator.request(CreateServiceDocument, { input });
  return { id: createService.identity.id, expectedVersion: createService.identity.version };
}

/** Makes an import with its file, in the place of those that are open: an organization has few at once. */
async function makeImport(tenant: Tenant, file: string): Promise<string> {
  await cancelImports(tenant);
  const input = { bytes: file.length };
  const { createDeviceImport } = await tenant.operator.request(CreateDeviceImportDocument, { input });
  await fetch(createDeviceImport.uploadUrl ?? '', { method: 'PUT', body: file });
  return createDeviceImport.id;
}

async function cancelImports({ operator }: Tenant): Promise<void> {
  const { deviceImports } = await operator.request(DeviceImportsDocument, {});
  for (const { id, endedAt } of deviceImports.items)
    if (endedAt === null) await operator.ask(CancelDeviceImportDocument, { id });
}
