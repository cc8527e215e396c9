import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreateTopicRuleCommand,
  UpdateCertificateCommand,
  type CertificateStatus,
} from '@aws-sdk/client-iot';
import type { IClientOptions, MqttClient } from 'mqtt';
import { connectOverTls, provision, type Proof, type ProvisionedDevice } from './devices.ts';
import { serveIot, type ServedIot } from './serve-iot.ts';

const arnOf = (resource: string) => `arn:aws:iot:eu-west-1:000000000000:${resource}`;

export const documentOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** @param resources as ARNs end */
export const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arnOf),
});

export const connectAsThing = {
  ...allow('iot:Connect', 'client/${iot:Connection.Thing.ThingName}'),
  Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
};
const ownTopic = 'topic/dt/sonde/${iot:Connection.Thing.Attributes[organization]}/${iot:Connection.Thing.ThingName}';
/** As every device of Sonde has it. */
const devicePolicy = documentOf(connectAsThing, allow('iot:Publish', ownTopic));

/** All messages, with who sent them. */
const rule = new CreateTopicRuleCommand({
  ruleName: 'readings',
  topicRulePayload: {
    sql: "SELECT encode(*, 'base64') AS payload, topic() AS topic, principal() AS principal FROM '#'",
    awsIotSqlVersion: '2016-03-23',
    actions: [
      {
        sqs: {
          queueUrl: 'http://127.0.0.1:4566/000000000000/readings',
          roleArn: 'arn:aws:iam::000000000000:role/rule',
        },
      },
    ],
  },
});

/** AWS IoT with the policy of Sonde's devices, and what a test does there. */
export class Fleet {
  readonly iot: ServedIot;
  /** What the rule has delivered. */
  readonly delivered: Record<string, unknown>[];
  readonly clients: MqttClient[] = [];
  /** Of AWS IoT, in ms. */
  readonly time: { now: number };

  private constructor(iot: ServedIot, delivered: Record<string, unknown>[], time: { now: number }) {
    this.iot = iot;
    this.delivered = delivered;
    this.time = time;
  }

  static async start(): Promise<Fleet> {
    const delivered: Record<string, unknown>[] = [];
    const time = { now: Date.now() };
    const iot = await serveIot({
      clock: () => time.now,
      deliver: (_queue, message) => {
        delivered.push(JSON.parse(message) as Record<string, unknown>);
        return Promise.resolve();
      },
    });
    const fleet = new Fleet(iot, delivered, time);
    await fleet.makePolicy('device', devicePolicy);
    await iot.client.send(rule);
    return fleet;
  }

  makePolicy(policyName: string, policyDocument: string) {
    return this.iot.client.send(new CreatePolicyCommand({ policyName, policyDocument }));
  }

  attachPolicy(policyName: string, { certificateArn: target }: { certificateArn: string }) {
    return this.iot.client.send(new AttachPolicyCommand({ policyName, target }));
  }

  makeDevice(thingName = 'probe-1', organization = 'acme', policyName = 'device'): Promise<ProvisionedDevice> {
    return provision(this.iot.client, { thingName, organization, policyName });
  }

  setStatus({ certificateId }: { certificateId: string }, newStatus: CertificateStatus) {
    return this.iot.client.send(new UpdateCertificateCommand({ certificateId, newStatus }));
  }

  async connect(proof: Proof | undefined, options: IClientOptions): Promise<MqttClient> {
    const endpoint = { port: this.iot.tlsPort(), rootCaPem: this.iot.rootCaPem() };
    const client = await connectOverTls(endpoint, proof, options);
    this.clients.push(client);
    return client;
  }

  connectDevice(device: ProvisionedDevice, options: IClientOptions = {}): Promise<MqttClient> {
    return this.connect(device, { clientId: device.thingName, ...options });
  }

  async end(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.endAsync(true)));
    await this.iot.end();
  }
}
