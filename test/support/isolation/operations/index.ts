import type { MqttClient } from 'mqtt';
import type { RootField } from '../../../../schema/access.ts';
import type { Lane } from '../lane.ts';
import { provisionDevice, revokeDeviceCertificate, rotateDeviceCertificate } from './certificates.ts';
import { createDevice, deleteDevice, device, devices, updateDevice } from './devices.ts';
import * as exports from './exports.ts';
import * as identities from './identities.ts';
import { onExport, onReadings, publish } from './live.ts';
import { me, organization, updateOrganization } from './organization.ts';
import * as readings from './readings.ts';

type Operation = (lane: Lane) => Promise<void>;

/** What may be done, and how often: every field, the cheap ones more often. Accepting and switching are done in pauses. */
const fields: Readonly<Record<RootField, readonly [weight: number, operation: Operation]>> = {
  'Query.me': [60, me],
  'Query.organization': [50, organization],
  'Query.memberships': [40, (lane) => identities.ofCaller(lane, 'Query.memberships')],
  'Query.invitations': [40, (lane) => identities.ofCaller(lane, 'Query.invitations')],
  'Query.identity': [90, identities.identity],
  'Query.identities': [50, identities.identities],
  'Query.device': [140, device],
  'Query.devices': [60, devices],
  'Query.readings': [20, readings.readings],
  'Query.aggregates': [10, readings.aggregates],
  'Query.dataPeriod': [8, readings.dataPeriod],
  'Query.downsample': [8, readings.downsample],
  'Query.latest': [60, readings.latest],
  'Query.export': [50, exports.exportOf],
  'Query.exports': [15, exports.exportsOf],
  'Query.deviceImport': [40, exports.deviceImport],
  'Query.deviceImports': [20, exports.deviceImports],
  'Query.auditEvents': [30, exports.auditEvents],
  'Mutation.updateOrganization': [25, updateOrganization],
  'Mutation.createIdentity': [12, identities.createIdentity],
  'Mutation.updateIdentity': [60, identities.updateIdentity],
  'Mutation.deleteIdentity': [20, identities.deleteIdentity],
  'Mutation.resendInvitation': [15, identities.resendInvitation],
  'Mutation.revokeInvitation': [15, identities.revokeInvitation],
  'Mutation.acceptInvitation': [20, (lane) => identities.joinElsewhere(lane, 'Mutation.acceptInvitation')],
  'Mutation.switchOrganization': [20, (lane) => identities.joinElsewhere(lane, 'Mutation.switchOrganization')],
  'Mutation.createService': [3, identities.createService],
  'Mutation.rotateServiceSecret': [4, identities.rotateServiceSecret],
  'Mutation.revokeServiceSecret': [4, identities.revokeServiceSecret],
  'Mutation.createDevice': [40, createDevice],
  'Mutation.updateDevice': [80, updateDevice],
  'Mutation.deleteDevice': [25, deleteDevice],
  'Mutation.provisionDevice': [6, provisionDevice],
  'Mutation.rotateDeviceCertificate': [4, rotateDeviceCertificate],
  'Mutation.revokeDeviceCertificate': [6, revokeDeviceCertificate],
  'Mutation.createDeviceImport': [8, exports.createDeviceImport],
  'Mutation.importDevices': [8, exports.importDevices],
  'Mutation.cancelDeviceImport': [10, exports.cancelDeviceImport],
  'Mutation.recordReadings': [20, readings.recordReadings],
  'Mutation.requestExport': [12, exports.requestExport],
  'Mutation.cancelExport': [8, exports.cancelExport],
  'Mutation.deleteExport': [4, exports.deleteExport],
  'Mutation.publishReadings': [30, readings.publishReadings],
  'Mutation.publishExport': [30, exports.publishExport],
  'Subscription.onReadings': [20, onReadings],
  'Subscription.onExport': [15, onExport],
};

/** Does the next thing in an organization. */
export async function doNext(lane: Lane, mqtt: MqttClient): Promise<void> {
  const all = [...Object.values(fields), [40, (here: Lane) => publish(here, mqtt)] as const];
  const operation = lane.random.weighted(all);
  await lane.do(() => operation(lane));
}
