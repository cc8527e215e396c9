import type { Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { Client, ConnectPacket, PublishPacket } from 'aedes';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/service.ts';
import type { Access, IotClient } from './access.ts';
import { refusalOf } from './publication.ts';
import type { RuleEngine } from './rule-engine.ts';
import { Sessions } from './sessions.ts';

interface BrokerOptions {
  rules: RuleEngine;
  log: Log;
  clock: Clock;
}

export interface Broker {
  /** Speaks MQTT with who is at the other end, who may do what `access` says. */
  accept(socket: Socket, access: Access): void;
  /** The connection of a client, if it has one. */
  find(clientId: string): BrokerConnection | undefined;
  close(): Promise<void>;
}

interface BrokerConnection {
  /** Whether the client's session goes on when it connects again. */
  persistent: boolean;
  /** @param publishWill whether the last will of the client is published */
  end(publishWill: boolean): Promise<void>;
}

interface Connected extends IotClient {
  access: Access;
}

/**
 * An MQTT 3.1.1 broker with AWS IoT's rules and limits. MQTT 5, which AWS IoT speaks too, is refused: aedes does not.
 * The rules run before the PUBACK, as aedes acknowledges QoS 1 right after `authorizePublish`: what is acknowledged is in the queue.
 */
export async function createBroker({ rules, log, clock }: BrokerOptions): Promise<Broker> {
  const accesses = new WeakMap<object, Access>();
  const clients = new WeakMap<Client, Connected>();
  /** Whose last will is not to be published. */
  const willless = new WeakSet<Client>();
  const acknowledged = new WeakMap<Client, Promise<unknown>>();

  async function accept(client: Client, packet: PublishPacket): Promise<void> {
    const publisher = clients.get(client);
    if (!publisher) throw new Error('The client is not connected');
    const { topic, qos, retain } = packet;
    const payload = Buffer.from(packet.payload);
    const { access } = publisher;
    const refusal = refusalOf({ topic, qos, retain, payload }, (action, name) =>
      access.allows(publisher, action, name),
    );
    if (refusal !== undefined) throw new Error(`Disconnected: ${refusal}`);
    const applied = rules.apply({
      payload,
      topic,
      clientId: publisher.id,
      principal: access.principal(publisher.id),
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
      if (packet.protocolVersion !== 4) {
        const version = packet.protocolVersion === 5 ? '5' : '3.1';
        client.conn.write(unsupportedVersion(packet.protocolVersion), () => {
          callback(new Error(`MQTT ${version} is not supported here, only MQTT 3.1.1`), false);
        });
        return;
      }
      const access = accesses.get(client.conn);
      const connecting = { id: packet.clientId, username: packet.username, attributes: attributesOf(packet) };
      if (access?.allows(connecting, 'Connect', packet.clientId) !== true) {
        // Without an answer, as AWS IoT does it in MQTT 3.1.1.
        callback(new Error(`its policy does not allow to connect as ${packet.clientId}`), false);
        return;
      }
      clients.set(client, { ...connecting, access });
      callback(null, true);
    },
    authenticate(client, _username, _password, callback) {
      const connecting = clients.get(client);
      // A client without an id has been given one.
      if (connecting) clients.set(client, { ...connecting, id: client.id });
      callback(null, connecting !== undefined);
    },
    authorizePublish(client, packet, callback) {
      if (!client || willless.has(client)) {
        callback(new Error(client ? 'The last will is not wanted' : 'Only clients publish'));
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
      const allowed = subscriber?.access.allows(subscriber, 'Subscribe', subscription.topic) === true;
      if (!allowed) log.warn(`MQTT client ${client.id} may not subscribe to ${subscription.topic}`);
      callback(null, allowed ? { ...subscription, qos: subscription.qos === 2 ? 1 : subscription.qos } : null);
    },
    authorizeForward(client, packet) {
      const receiver = clients.get(client);
      return receiver?.access.allows(receiver, 'Receive', packet.topic) === true ? packet : null;
    },
  });
  const sessions = new Sessions();
  broker.on('client', (client) => {
    sessions.begin(client);
  });
  broker.on('clientError', (client, error) => {
    log.warn(`MQTT client ${client.id}: ${error.message}`);
  });
  broker.on('connectionError', (_client, error) => {
    log.warn(`MQTT connection: ${error.message}`);
  });
  return {
    accept(socket, access) {
      accesses.set(socket, access);
      broker.handle(socket);
    },
    find(clientId) {
      const client = sessions.find(clientId);
      return (
        client && {
          persistent: !client.clean,
          end(publishWill) {
            if (!publishWill) willless.add(client);
            return new Promise((resolve) => {
              client.close(resolve);
            });
          },
        }
      );
    },
    close: () =>
      new Promise<void>((resolve) => {
        broker.close(resolve);
      }),
  };
}

const attributesOf = ({ clean, will }: ConnectPacket): string[] => [
  ...(clean === false ? ['PersistentConnect'] : []),
  ...(will ? ['LastWill'] : []),
];

/** CONNACK that refuses the protocol version: reason code 0x84 of MQTT 5, return code 1 before it. */
function unsupportedVersion(version: number | undefined): Buffer {
  return version === 5 ? Buffer.of(0x20, 3, 0, 0x84, 0) : Buffer.of(0x20, 2, 0, 1);
}
