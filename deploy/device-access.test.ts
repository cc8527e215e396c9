import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  CreateThingTypeCommand,
  DeletePolicyCommand,
  ListCertificatesCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveIot, type ServedIot } from '../local/iot/testing/serve-iot.ts';
import { deviceAccess, type DeviceAccess } from './device-access.ts';

const outputs = { region: 'eu-west-1', device_policy: 'sonde-test-device', device_type: 'sonde-test-device' };
const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }],
});

let iot: ServedIot;
let access: DeviceAccess | undefined;
beforeEach(async () => {
  iot = await serveIot();
  const { endpoint, credentials, region } = iot.client.config;
  const at = await endpoint?.();
  if (!at) throw new Error('The client has no endpoint');
  access = deviceAccess(outputs, {
    endpoint: `${at.protocol}//${at.hostname}:${at.port ?? 80}`,
    credentials,
    region,
  });
  for (const name of ['sonde-test-device', 'other']) {
    await iot.client.send(new CreatePolicyCommand({ policyName: name, policyDocument }));
    await iot.client.send(new CreateThingTypeCommand({ thingTypeName: name }));
  }
});
afterEach(() => iot.end());

/** A device with a certificate for each policy; undefined is for a certificate without one, that nobody can connect with. */
async function makeDevice(thingName: string, thingTypeName: string, policies: (string | undefined)[]): Promise<void> {
  await iot.client.send(new CreateThingCommand({ thingName, thingTypeName }));
  for (const policyName of policies) {
    const { certificateArn } = await iot.client.send(
      new CreateKeysAndCertificateCommand({ setAsActive: policyName !== undefined }),
    );
    await iot.client.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
    if (policyName !== undefined)
      await iot.client.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
  }
}

/** Revokes a certificate of a device as somebody does who comes no further. */
async function revokeOne(thingName: string): Promise<void> {
  const { principals } = await iot.client.send(new ListThingPrincipalsCommand({ thingName }));
  const certificateId = principals?.[0]?.split('/').at(-1);
  await iot.client.send(new UpdateCertificateCommand({ certificateId, newStatus: 'REVOKED' }));
}

const left = async () => {
  const [{ things = [] }, { certificates = [] }] = await Promise.all([
    iot.client.send(new ListThingsCommand({})),
    iot.client.send(new ListCertificatesCommand({})),
  ]);
  return { things: things.map(({ thingName }) => thingName), certificates: certificates.length };
};

describe('what devices connect by', () => {
  it('is removed with all certificates, so that the policy can go, and nothing of anybody else’s', async () => {
    await makeDevice('a', 'sonde-test-device', ['sonde-test-device', 'sonde-test-device']);
    await makeDevice('b', 'sonde-test-device', [undefined]);
    await makeDevice('c', 'sonde-test-device', []);
    await revokeOne('a');
    await makeDevice('of-others', 'other', ['other']);
    expect(await access?.count()).toEqual({ certificates: 2, things: 3 });
    const said: string[] = [];
    await access?.remove((text) => said.push(text));
    expect(said).toEqual([
      'Removing 2 certificates of devices from AWS IoT.',
      'Removing 3 things of devices from AWS IoT.',
    ]);
    expect(await left()).toEqual({ things: ['of-others'], certificates: 1 });
    await iot.client.send(new DeletePolicyCommand({ policyName: 'sonde-test-device' }));
    await expect(iot.client.send(new DeletePolicyCommand({ policyName: 'other' }))).rejects.toThrow();
  });

  it('is nothing where nothing is there, as when a removal was interrupted', async () => {
    await iot.client.send(new DeletePolicyCommand({ policyName: 'sonde-test-device' }));
    const said: string[] = [];
    expect(await access?.count()).toEqual({ certificates: 0, things: 0 });
    await access?.remove((text) => said.push(text));
    expect(said).toEqual([]);
  });

  it('is not asked for where nothing is deployed', () => {
    expect(deviceAccess({})).toBeUndefined();
  });
});
