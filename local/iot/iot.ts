import { createServer } from 'node:net';
import { join } from 'node:path';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { Roles } from '../shared/ports.ts';
import { restService } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { plainAccess, publishReadings, type AuthorizePublish, type AuthorizeSubscribe } from './access.ts';
import { createBroker } from './broker.ts';
import { certificateAccess, refusalOfCertificate } from './certificates/certificate-access.ts';
import { DeviceCertificates } from './certificates/device-certificates.ts';
import { openServerCertificate } from './certificates/server-certificate.ts';
import { iotOperations } from './control/operations.ts';
import { openIotRecords } from './control/records.ts';
import { dataPlane } from './data-plane.ts';
import { Listeners } from './listeners.ts';
import { RuleEngine } from './rule-engine.ts';
import type { Deliver } from './rule-engine.ts';
import { createTlsDoor } from './tls.ts';

export interface IotOptions {
  /** Where rules, policies, things and certificates are kept. One process at a time. */
  directory: string;
  /** Without TLS. 0 for any free port. */
  port: number;
  /** With TLS, and certificates of devices. 0 for any free port. */
  tlsPort: number;
  host: '127.0.0.1';
  log: Log;
  clock?: Clock;
  deliver: Deliver;
  /** Of the rules, and of logging. */
  roles: Roles;
  /** What DescribeEndpoint answers: where devices connect, such as `127.0.0.1:8883`. Host and port of the broker with TLS unless given. */
  endpointAddress?: () => string;
  /** Of clients without TLS: topics of readings unless given. A violation ends the connection, as it does at AWS. */
  authorizePublish?: AuthorizePublish;
  /** Of clients without TLS: nothing unless given. A refused filter is answered with the failure code of SUBACK. */
  authorizeSubscribe?: AuthorizeSubscribe;
}

export interface Iot extends CallableService {
  /** Of the broker without TLS. */
  readonly port: number;
  /** Of the broker with TLS. */
  readonly tlsPort: number;
  /** The authority of the broker's own certificate. */
  readonly rootCaPem: string;
  /** The data plane. */
  readonly data: CallableService;
}

/**
 * Stands in for AWS IoT Core: its control plane, its message broker and its rules engine, on MQTT 3.1.1.
 * Devices connect over TLS with certificates, and may do what the policies of these allow. Without TLS, which AWS IoT does not have, anybody connects
 * and may do what `authorizePublish` and `authorizeSubscribe` allow.
 * A QoS 1 message is acknowledged when every rule has delivered it or was refused; if a queue cannot store it, the connection ends and the client sends
 * it again. Retained messages and sessions live as long as the broker.
 * Rejects with an Error that names port and host where the port is taken, and as `openRecords`.
 */
export async function createIot(options: IotOptions): Promise<Iot> {
  const { directory, port, tlsPort, host, log, clock = Date.now, deliver, roles } = options;
  const { authorizePublish = publishReadings, authorizeSubscribe = () => false } = options;
  const authorities = join(directory, 'authorities');
  const { records, close: closeRecords } = await openIotRecords(directory);
  const rules = new RuleEngine(deliver, roles, log);
  for (const rule of records.rule.list()) rules.set(rule);
  const broker = await createBroker({ rules, log, clock });
  const listeners = new Listeners(host);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= listeners.close(() => broker.close()).then(() => closeRecords()));
  try {
    const server = await openServerCertificate(authorities);
    const plain = plainAccess(authorizePublish, authorizeSubscribe);
    const plainServer = createServer((socket) => {
      broker.accept(socket, plain);
    });
    const door = createTlsDoor({
      server,
      log,
      refusalOf: (certificate) => refusalOfCertificate(records, certificate, clock()),
      enter(socket, certificate) {
        broker.accept(socket, certificateAccess(records, certificate, socket.remoteAddress ?? host));
      },
    });
    const ports = {
      port: await listeners.listen(plainServer, 'MQTT', port),
      tlsPort: await listeners.listen(door.server, 'MQTT over TLS', tlsPort),
    };
    const { endpointAddress = () => `${host}:${ports.tlsPort}` } = options;
    const certificates = new DeviceCertificates(authorities, clock);
    const deactivated = (certificateId: string): void => {
      door.endAll(certificateId);
    };
    const plane = { records, roles, clock, certificates, deactivated };
    const operations = iotOperations(plane, rules, endpointAddress);
    const service = restService({ signingName: 'iot', operations, log, close });
    return { ...service, ...ports, rootCaPem: server.rootCaPem, data: dataPlane(broker, log) };
  } catch (error) {
    await close();
    throw error;
  }
}
