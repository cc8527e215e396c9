import { Aedes } from 'aedes';
import type { Client, PublishPacket } from 'aedes';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/service.ts';
import { refusalOf } from './policy.ts';
import type { AuthorizePublish, AuthorizeSubscribe, IotClient } from './policy.ts';
import type { RuleEngine } from './rule-engine.ts';

interface BrokerOptions {
  rules: RuleEngine;
  log: Log;
  clock: Clock;
  authorizePublish: AuthorizePublish;
  authorizeSubscribe: AuthorizeSubscribe;
}

/**
 * An MQTT 3.1.1 broker with AWS IoT's rules and limits. MQTT 5, which AWS IoT speaks too, is refused: aedes does not.
 * The rules run before the PUBACK, as aedes acknowledges QoS 1 right after `authorizePublish`: what is acknowledged is in the queue.
 */
export async function createBroker(options: BrokerOptions): Promise<Aedes> {
  const { rules, log, clock, authorizePublish, authorizeSubscribe } = options;
  const clients = new WeakMap<Client, IotClient>();
  const acknowledged = new WeakMap<Client, Promise<unknown>>();

  async function accept(client: Client, packet: PublishPacket): Promise<void> {
    const publisher = clients.get(client);
    if (!publisher) throw new Error('The client is not connected');
    const { topic, qos, retain } = packet;
    const payload = Buffer.from(packet.payload);
    const refusal = refusalOf({ topic, qos, retain, payload }, (name) => authorizePublish(publisher, name));
    if (refusal !== undefined) throw new Error(`Disconnected: ${refusal}`);
    const applied = rules.apply({
      payload,
      topic,
      clientId: publisher.id,
      principal: publisher.principal,
      now: clock(),
    });
    // Without an acknowledgement nothing is promised to the client, so a failure is the rule's alone.
    if (qos > 0) return applied;
    await applied.catch((error: unknown) => {
      log.error(`A message of QoS 0 on ${topic} is lost`, error);
    });
  }

  const broker = await Aedes.createBroker({
    preConnect(client, packet, callback) {
      if (packet.protocolVersion === 4) {
        callback(null, true);
        return;
      }
      const version = packet.protocolVersion === 5 ? '5' : '3.1';
      client.conn.write(unsupportedVersion(packet.protocolVersion), () => {
        callback(new Error(`MQTT ${version} is not supported here, only MQTT 3.1.1`), false);
      });
    },
    authenticate(client, username, _password, callback) {
      clients.set(client, { id: client.id, username, principal: client.id });
      callback(null, true);
    },
    authorizePublish(client, packet, callback) {
      if (!client) {
        callback(new Error('Only clients publish'));
        return;
      }
      // PUBACKs go out in the order of the PUBLISH packets, though the queue may take them in another.
      const inOrder = Promise.all([acknowledged.get(client), accept(client, packet)]);
      acknowledged.set(client, inOrder);
      inOrder.then(
        () => {
          callback(null);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
    authorizeSubscribe(client, subscription, callback) {
      const subscriber = clients.get(client);
      const allowed = subscriber !== undefined && authorizeSubscribe(subscriber, subscription.topic);
      if (!allowed) log.warn(`MQTT client ${client.id} may not subscribe to ${subscription.topic}`);
      callback(null, allowed ? { ...subscription, qos: subscription.qos === 2 ? 1 : subscription.qos } : null);
    },
  });
  broker.on('clientError', (client, error) => {
    log.warn(`MQTT client ${client.id}: ${error.message}`);
  });
  broker.on('connectionError', (_client, error) => {
    log.warn(`MQTT connection: ${error.message}`);
  });
  return broker;
}

/** CONNACK that refuses the protocol version: reason code 0x84 of MQTT 5, return code 1 before it. */
function unsupportedVersion(version: number | undefined): Buffer {
  return version === 5 ? Buffer.of(0x20, 3, 0, 0x84, 0) : Buffer.of(0x20, 2, 0, 1);
}
