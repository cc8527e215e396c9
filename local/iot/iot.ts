import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { Roles } from '../shared/ports.ts';
import { restService } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { createBroker } from './broker.ts';
import { DeviceCertificates } from './certificates/device-certificates.ts';
import { iotOperations } from './control/operations.ts';
import { openIotRecords } from './control/records.ts';
import { publishReadings } from './policy.ts';
import type { AuthorizePublish, AuthorizeSubscribe } from './policy.ts';
import { RuleEngine } from './rule-engine.ts';
import type { Deliver } from './rule-engine.ts';

export interface IotOptions {
  /** Where rules, policies and things are kept. One process at a time. */
  directory: string;
  /** 0 for any free port. */
  port: number;
  host: '127.0.0.1';
  log: Log;
  clock?: Clock;
  deliver: Deliver;
  /** Of the rules, and of logging. */
  roles: Roles;
  /** What DescribeEndpoint answers: where devices connect, such as `127.0.0.1:1883`. Host and port of the broker unless given. */
  endpointAddress?: () => string;
  /** Topics of readings unless given. A violation ends the connection, as it does at AWS. */
  authorizePublish?: AuthorizePublish;
  /** Nothing unless given. A refused filter is answered with the failure code of SUBACK. */
  authorizeSubscribe?: AuthorizeSubscribe;
}

export interface Iot extends CallableService {
  /** Of the broker. */
  readonly port: number;
}

/**
 * Stands in for AWS IoT Core: its control plane, and its message broker and rules engine, on MQTT 3.1.1 without TLS.
 * A QoS 1 message is acknowledged when every rule has delivered it or was refused; if a queue cannot store it, the connection ends and the client sends
 * it again. What the policies say is kept, but the broker does not go by it: it goes by `authorizePublish` and `authorizeSubscribe`.
 * Rejects with an Error that names port and host where the port is taken, and as `openRecords`.
 */
export async function createIot(options: IotOptions): Promise<Iot> {
  const { directory, port, host, log, clock = Date.now, deliver, roles } = options;
  const { records, close: closeRecords } = await openIotRecords(directory);
  const rules = new RuleEngine(deliver, roles, log);
  for (const rule of records.rule.list()) rules.set(rule);
  const authorizePublish = options.authorizePublish ?? publishReadings;
  const authorizeSubscribe = options.authorizeSubscribe ?? (() => false);
  const broker = await createBroker({ rules, log, clock, authorizePublish, authorizeSubscribe });
  const endBroker = () =>
    new Promise<void>((resolve) => {
      broker.close(resolve);
    });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  const listening = await listen(server, port, host).catch(async (error: unknown) => {
    await endBroker();
    await closeRecords();
    throw error;
  });
  const endpointAddress = options.endpointAddress ?? (() => `${host}:${listening}`);
  const certificates = new DeviceCertificates(join(directory, 'authorities'), clock);
  const plane = { records, roles, clock, certificates, deactivated: () => undefined };
  const service = restService({
    signingName: 'iot',
    operations: iotOperations(plane, rules, endpointAddress),
    log,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await endBroker();
      for (const socket of sockets) socket.destroy();
      await closed;
      await closeRecords();
    },
  });
  return { ...service, port: listening };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`MQTT cannot listen on port ${port} of ${host}: ${String(cause)}`, { cause });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
