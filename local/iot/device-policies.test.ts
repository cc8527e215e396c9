import { CreatePolicyVersionCommand, CreateThingTypeCommand, UpdateThingCommand } from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ended, provision } from './testing/devices.ts';
import { Fleet, allow, connectAsThing, documentOf } from './testing/fleet.ts';

let fleet: Fleet;
beforeEach(async () => {
  fleet = await Fleet.start();
});
afterEach(() => fleet.end());

describe('the connection ends, and nothing is delivered, at', () => {
  it.each([
    ['a topic outside of the policy', 'dt/other/acme/probe-1', { qos: 1 }],
    ["another device's topic", 'dt/sonde/acme/probe-2', { qos: 1 }],
    ["another organization's topic", 'dt/sonde/zenith/probe-1', { qos: 1 }],
    ['a topic below its own', 'dt/sonde/acme/probe-1/x', { qos: 1 }],
    ['a topic of the broker itself', '$SYS/x/new/clients', { qos: 1 }],
    ['a retained message', 'dt/sonde/acme/probe-1', { qos: 1, retain: true }],
    ['a message of QoS 2', 'dt/sonde/acme/probe-1', { qos: 2 }],
  ] as const)('%s', async (_what, topic, options) => {
    await fleet.makeDevice('probe-2');
    const client = await fleet.connectDevice(await fleet.makeDevice());
    let acknowledged = false;
    client.publish(topic, 'x', options, (error) => {
      acknowledged = !error;
    });
    await ended(client);
    expect([acknowledged, fleet.delivered]).toEqual([false, []]);
  });

  it.each([
    ['its own topic', 'dt/sonde/acme/probe-1'],
    ['all topics', '#'],
    ['topics of all devices', 'dt/sonde/+/+'],
    ['shared subscriptions', '$share/a/dt/sonde/+/+'],
  ])('no subscription, which is refused: to %s', async (_what, filter) => {
    const client = await fleet.connectDevice(await fleet.makeDevice());
    await expect(client.subscribeAsync(filter)).rejects.toThrow();
    expect(client.connected).toBe(true);
  });
});

describe('what a device may do is what its policies say at that moment', () => {
  it('when the policy changes', async () => {
    const client = await fleet.connectDevice(await fleet.makeDevice());
    const policyDocument = documentOf(connectAsThing, allow('iot:Publish', 'topic/new'));
    const change = new CreatePolicyVersionCommand({ policyName: 'device', policyDocument, setAsDefault: true });
    await fleet.iot.client.send(change);
    await client.publishAsync('new', 'x', { qos: 1 });
    client.publish('dt/sonde/acme/probe-1', 'x', { qos: 1 }, () => undefined);
    await ended(client);
    expect(fleet.delivered).toMatchObject([{ topic: 'new' }]);
  });

  it('when the thing becomes another organization’s', async () => {
    const client = await fleet.connectDevice(await fleet.makeDevice());
    const attributePayload = { attributes: { organization: 'zenith' }, merge: true };
    await fleet.iot.client.send(new UpdateThingCommand({ thingName: 'probe-1', attributePayload }));
    await client.publishAsync('dt/sonde/zenith/probe-1', 'x', { qos: 1 });
    client.publish('dt/sonde/acme/probe-1', 'x', { qos: 1 }, () => undefined);
    await ended(client);
    expect(fleet.delivered).toMatchObject([{ topic: 'dt/sonde/zenith/probe-1' }]);
  });

  it('by variables of the client, the type of the thing and the certificate', async () => {
    await fleet.iot.client.send(new CreateThingTypeCommand({ thingTypeName: 'tank' }));
    await fleet.makePolicy(
      'variables',
      documentOf(
        connectAsThing,
        allow(
          'iot:Publish',
          'topic/a/${iot:ClientId}',
          'topic/b/${iot:Connection.Thing.ThingTypeName}',
          'topic/c/${iot:Certificate.Subject.CommonName}/${iot:Certificate.Subject.Organization.1}',
          'topic/d/${iot:Certificate.Issuer.CommonName}',
          'topic/e/${iot:Connection.Thing.Attributes[site]}',
          'topic/f/${iot:Certificate.Subject.Country}*',
        ),
      ),
    );
    const device = await provision(fleet.iot.client, {
      thingName: 'probe-1',
      organization: 'acme',
      policyName: 'variables',
      thingTypeName: 'tank',
      subject: 'CN=cell 7, O=Acme, O=Tanks',
    });
    const client = await fleet.connectDevice(device);
    const topics = ['a/probe-1', 'b/tank', 'c/cell 7/Tanks', 'd/Sonde local devices'];
    for (const topic of topics) await client.publishAsync(topic, 'x', { qos: 1 });
    expect(fleet.delivered.map(({ topic }) => topic)).toEqual(topics);
    for (const topic of ['a/probe-2', 'b/', 'e/', 'f/', 'f/x']) {
      const other = await fleet.connectDevice(device);
      other.publish(topic, 'x', { qos: 1 }, () => undefined);
      await ended(other);
    }
    expect(fleet.delivered).toHaveLength(topics.length);
  });

  it('by what it connects with', async () => {
    const Condition = { 'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['LastWill'] } };
    await fleet.makePolicy('will', documentOf({ ...connectAsThing, Condition }, allow('iot:Publish', 'topic/gone')));
    const device = await fleet.makeDevice('probe-1', 'acme', 'will');
    const will = { topic: 'gone', payload: Buffer.from('x'), qos: 1, retain: false } as const;
    await fleet.connectDevice(device);
    await fleet.connectDevice(device, { will });
    await expect(fleet.connectDevice(device, { clean: false })).rejects.toThrow();
    await expect(fleet.connectDevice(device, { will, clean: false })).rejects.toThrow();
  });

  it('for messages that it receives, and for retained ones', async () => {
    await fleet.makePolicy(
      'exchange',
      documentOf(
        connectAsThing,
        allow(['iot:Publish', 'iot:RetainPublish'], 'topic/room/*'),
        allow('iot:Subscribe', 'topicfilter/room/#'),
        allow('iot:Receive', 'topic/room/*'),
        { ...allow('iot:Receive', 'topic/room/secret'), Effect: 'Deny' },
      ),
    );
    const sender = await fleet.connectDevice(await fleet.makeDevice('sender', 'acme', 'exchange'));
    await sender.publishAsync('room/kept', 'k', { qos: 1, retain: true });
    const receiver = await fleet.connectDevice(await fleet.makeDevice('receiver', 'acme', 'exchange'));
    const received: string[] = [];
    receiver.on('message', (topic, payload) => received.push(`${topic} ${payload.toString()}`));
    await expect(receiver.subscribeAsync('room/+')).rejects.toThrow();
    await receiver.subscribeAsync('room/#', { qos: 1 });
    for (const topic of ['room/secret', 'room/a', 'room/b']) await sender.publishAsync(topic, 'x', { qos: 1 });
    while (received.length < 3) await pause();
    expect(received.sort()).toEqual(['room/a x', 'room/b x', 'room/kept k']);
  });
});

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
