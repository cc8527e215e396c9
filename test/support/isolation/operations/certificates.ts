import * as v from 'valibot';
import { tryDevice } from '../choose.ts';
import type { Lane } from '../lane.ts';
import type { DeviceModel } from '../model.ts';

const Credentials = v.object({
  device: v.object({ id: v.string() }),
  certificate: v.object({ id: v.string() }),
  topic: v.string(),
});

export async function provisionDevice(lane: Lane): Promise<void> {
  await give(lane, 'Mutation.provisionDevice', (known, id) => [...known.certificates, id]);
}

export async function rotateDeviceCertificate(lane: Lane): Promise<void> {
  await give(lane, 'Mutation.rotateDeviceCertificate', (_, id) => [id]);
}

export async function revokeDeviceCertificate(lane: Lane): Promise<void> {
  const { id: deviceId } = tryDevice(lane);
  const known = lane.model.devices.get(deviceId);
  const others = lane.foreign.certificates;
  const certificateId = lane.random.pick([null, null, ...(known?.certificates ?? []), ...others.slice(0, 1)]) ?? null;
  const answer = await lane.ask(lane.client(), 'Mutation.revokeDeviceCertificate', {
    input: { deviceId, certificateId },
  });
  if (!answer) return;
  if (!known || (certificateId !== null && !known.certificates.includes(certificateId)))
    lane.expectError(answer, 'NotFoundError');
  else {
    lane.expect(!answer.error, 'the device');
    known.certificates = known.certificates.filter((each) => certificateId !== null && each !== certificateId);
  }
}

async function give(
  lane: Lane,
  field: 'Mutation.provisionDevice' | 'Mutation.rotateDeviceCertificate',
  after: (known: DeviceModel, id: string) => string[],
): Promise<void> {
  const { id: deviceId } = tryDevice(lane);
  const known = lane.model.devices.get(deviceId);
  const input = { deviceId, certificateSigningRequest: lane.signingRequest };
  const answer = await lane.ask(lane.client(), field, { input });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (field === 'Mutation.provisionDevice' && known.certificates.length === 2)
    lane.expectError(answer, 'LimitExceededError');
  else {
    const { device, certificate, topic } = v.parse(Credentials, answer.value);
    lane.expect(
      device.id === deviceId && topic === `dt/sonde/${lane.model.id}/${deviceId}`,
      'credentials of the device',
    );
    lane.ownership.claim(certificate.id, lane.model.id);
    known.certificates = after(known, certificate.id);
  }
}
