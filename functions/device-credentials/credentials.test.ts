import { X509Certificate, createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provision } from './provision.ts';
import { remove } from './remove.ts';
import { revoke } from './revoke.ts';
import { rotate } from './rotate.ts';
import type { World } from './testing/world.ts';
import { actOn, IDENTITY, ORGANIZATION, startWorld } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('provision', () => {
  it('gives a device what it needs to connect', async () => {
    const act = await world.device();
    const given = await provision(act, world.ports());
    const { deviceId } = act.device;
    expect(given).toMatchObject({
      endpoint: 'iot.example',
      port: 8883,
      clientId: deviceId,
      topic: `dt/sonde/${ORGANIZATION}/${deviceId}`,
      rootCaUrl: 'https://iot.example/ca.pem',
      certificates: [given.certificate],
    });
    const certificate = new X509Certificate(given.certificatePem);
    expect(certificate.checkPrivateKey(createPrivateKey(given.privateKeyPem ?? ''))).toBe(true);
    expect(given.certificate).toEqual({
      id: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      createdBy: IDENTITY,
      createdAt: expect.stringMatching(/Z$/) as string,
      expiresAt: new Date(certificate.validTo).toISOString(),
    });
    const { listed, attached, events } = await world.found(act);
    const { id } = given.certificate;
    expect([listed, attached]).toEqual([[id], { [id]: 'ACTIVE' }]);
    expect(events).toEqual([{ ...act.audit, details: { certificateId: id } }]);
  });

  it('gives two, and no third', async () => {
    const act = await world.device();
    const one = await provision(act, world.ports());
    const two = await provision(actOn(act.device.deviceId), world.ports());
    expect(two.certificates).toEqual([one.certificate, two.certificate]);
    await expect(provision(actOn(act.device.deviceId), world.ports())).rejects.toMatchObject({
      type: 'LimitExceededError',
      message: expect.stringContaining('2 certificates') as string,
    });
    const found = await world.found(act);
    expect(Object.keys(found.attached).sort()).toEqual([...(found.listed ?? [])].sort());
    expect(found.events).toHaveLength(2);
  });

  it('gives no more than two to many who ask at once', async () => {
    const act = await world.device();
    const asked = Array.from({ length: 4 }, () => provision(actOn(act.device.deviceId), world.ports()));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const { listed, attached, events } = await world.found(act);
    expect(listed).toHaveLength(2);
    expect(attached).toEqual(Object.fromEntries(listed!.map((id) => [id, 'ACTIVE'])));
    expect(events).toHaveLength(2);
  });

  it('finds no device that is not there, and leaves nothing', async () => {
    const act = actOn('01JZ8Q6V5X3M9T2B7C4D1E9999');
    const before = await world.found(act);
    await expect(provision(act, world.ports())).rejects.toMatchObject({ type: 'NotFoundError' });
    expect(await world.found(act)).toEqual(before);
  });
});

describe('rotate', () => {
  it('gives a certificate instead of all others, whose connection is ended', async () => {
    const act = await world.device();
    await provision(act, world.ports());
    await provision(actOn(act.device.deviceId), world.ports());
    const again = actOn(act.device.deviceId);
    const given = await rotate(again, world.ports());
    const { id } = given.certificate;
    const found = await world.found(act);
    expect(found).toMatchObject({ listed: [id], attached: { [id]: 'ACTIVE' } });
    expect(Object.keys(found.attached)).toHaveLength(1);
    expect(world.ended).toContain(act.device.deviceId);
    expect(found.events).toHaveLength(3);
  });
});

describe('revoke', () => {
  it('makes one void, then all', async () => {
    const act = await world.device();
    const one = await provision(act, world.ports());
    const two = await provision(actOn(act.device.deviceId), world.ports());
    const which = { ...actOn(act.device.deviceId), certificateId: one.certificate.id };
    expect(await revoke(which, world.ports())).toEqual([two.certificate]);
    await expect(revoke(which, world.ports())).rejects.toMatchObject({ type: 'NotFoundError' });
    expect(await world.found(act)).toMatchObject({ listed: [two.certificate.id] });
    expect(await revoke(actOn(act.device.deviceId), world.ports())).toEqual([]);
    expect(await world.found(act)).toMatchObject({ listed: [], attached: {} });
  });
});

describe('remove', () => {
  it('leaves nothing of a device that is gone', async () => {
    const act = await world.device();
    const { certificate } = await provision(act, world.ports());
    const removal = { device: act.device, certificateIds: [certificate.id] };
    await expect(remove(removal, world.ports())).rejects.toThrow('still there');
    await world.deleteRow(act);
    await remove(removal, world.ports());
    await remove(removal, world.ports());
    const found = await world.found(act);
    expect(found).toMatchObject({ listed: undefined, attached: {}, hasThing: false });
    expect(found.all).not.toHaveProperty(certificate.id);
  });
});
