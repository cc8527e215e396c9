import * as v from 'valibot';
import type { Iot } from '../../iot/iot.ts';
import { localArn } from '../../shared/arns.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import { DEVICE_POLICY, DEVICE_THING_TYPE } from '../names.ts';

/** What a device is to AWS IoT, and what it may do there: as Terraform's module of the readings has both. */
export async function ensureDeviceIdentity(iot: Iot, sql: string | undefined): Promise<void> {
  await ensureThingType(iot);
  await ensurePolicy(iot, JSON.stringify(devicePolicy(topicPrefix(sql))));
}

async function ensureThingType(iot: Iot): Promise<void> {
  const type = {
    thingTypeName: DEVICE_THING_TYPE,
    thingTypeProperties: {
      thingTypeDescription: 'Devices whose messages sonde-local stores',
      searchableAttributes: ['organization'],
    },
  };
  if (await unlessThere('ResourceAlreadyExistsException', () => iot.call('CreateThingType', type))) return;
  await iot.call('UpdateThingType', type);
}

/** The document of an earlier version is replaced, and forgotten. */
async function ensurePolicy(iot: Iot, policyDocument: string): Promise<void> {
  const policy = { policyName: DEVICE_POLICY, policyDocument };
  if (await unlessThere('ResourceAlreadyExistsException', () => iot.call('CreatePolicy', policy))) return;
  const before = v.parse(defaultVersion, await iot.call('GetPolicy', policy));
  if (before.policyDocument === policyDocument) return;
  await iot.call('CreatePolicyVersion', { ...policy, setAsDefault: true });
  await iot.call('DeletePolicyVersion', { ...policy, policyVersionId: before.defaultVersionId });
}

/** The rule's SQL ends in its topic filter: a fixed prefix, then the organization and the device. */
function topicPrefix(sql = ''): string {
  const [, prefix] = /FROM '([^'+#]+)\+\/\+'$/.exec(sql) ?? [];
  if (prefix === undefined) throw new Error('functions/ingest/function.ts has no iotRule with a topic of devices');
  return prefix;
}

const devicePolicy = (prefix: string): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iot:Connect'],
      Resource: [localArn('iot', 'client/${iot:Connection.Thing.ThingName}')],
      Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
    },
    {
      Effect: 'Allow',
      Action: ['iot:Publish'],
      Resource: [
        localArn(
          'iot',
          `topic/${prefix}\${iot:Connection.Thing.Attributes[organization]}/\${iot:Connection.Thing.ThingName}`,
        ),
      ],
    },
  ],
});

const defaultVersion = v.object({ policyDocument: v.string(), defaultVersionId: v.string() });
