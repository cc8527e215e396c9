import { GetPolicyCommand, IoTClient, ListPolicyVersionsCommand, ListThingTypesCommand } from '@aws-sdk/client-iot';
import { expect, it } from 'vitest';
import { createIot } from '../../iot/iot.ts';
import { silentLog } from '../../shared/log.ts';
import { anyRole } from '../../shared/testing/roles.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { DEVICE_POLICY, DEVICE_THING_TYPE } from '../names.ts';
import { ensureDeviceIdentity } from './device-identity.ts';

const sqlOf = (prefix: string) => `SELECT * FROM '${prefix}+/+'`;

it('makes the policy and the type of devices once, and brings the policy up to date', async () => {
  const { directory, remove } = await temporaryDirectory();
  const iot = await createIot({
    directory,
    port: 0,
    tlsPort: 0,
    host: '127.0.0.1',
    log: silentLog,
    deliver: () => Promise.resolve(),
    roles: anyRole,
  });
  const served = await serve(iot);
  const client = new IoTClient(clientOptions(served.url));
  try {
    for (const prefix of ['dt/sonde/', 'dt/sonde/', 'dt/other/']) await ensureDeviceIdentity(iot, sqlOf(prefix));
    const { policyDocument } = await client.send(new GetPolicyCommand({ policyName: DEVICE_POLICY }));
    expect(policyDocument).toContain(
      'topic/dt/other/${iot:Connection.Thing.Attributes[organization]}/${iot:Connection.Thing.ThingName}',
    );
    const { policyVersions } = await client.send(new ListPolicyVersionsCommand({ policyName: DEVICE_POLICY }));
    expect(policyVersions).toMatchObject([{ versionId: '2', isDefaultVersion: true }]);
    const { thingTypes } = await client.send(new ListThingTypesCommand({}));
    expect(thingTypes).toMatchObject([{ thingTypeName: DEVICE_THING_TYPE }]);
    await expect(ensureDeviceIdentity(iot, 'SELECT * FROM x')).rejects.toThrow('iotRule');
  } finally {
    client.destroy();
    await served.close();
    await iot.close();
    await remove();
  }
});
