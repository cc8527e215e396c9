import { createServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import type { Server } from 'node:net';
import { fingerprint } from './certificates/device-certificates.ts';
import type { ServerCertificate } from './certificates/server-certificate.ts';
import type { Log } from '../shared/log.ts';

interface TlsDoorOptions {
  server: ServerCertificate;
  log: Log;
  /** Why nobody is let in with a certificate; `undefined` where they are. */
  refusalOf: (certificate: X509Certificate | undefined) => string | undefined;
  enter: (socket: TLSSocket, certificate: X509Certificate) => void;
}

export interface TlsDoor {
  readonly server: Server;
  /** Ends every connection that a certificate was shown for. */
  endAll(certificateId: string): void;
}

/**
 * Where devices come in, over TLS 1.2 or 1.3. They prove by the handshake that they have the key of their certificate, which any authority may have
 * signed: what counts is `refusalOf`. Who is refused is disconnected without a word. AWS IoT refuses in the handshake itself, which clients of TLS 1.3 see
 * no sooner; and it wants the server's name of those whose certificates no authority is registered for, which an IP address cannot be.
 * Source: AWS IoT Core Developer Guide, "Transport security in AWS IoT Core", "Client authentication".
 */
export function createTlsDoor({
  server: { certificatePem, privateKeyPem },
  log,
  refusalOf,
  enter,
}: TlsDoorOptions): TlsDoor {
  const entered = new Map<string, Set<TLSSocket>>();
  const options: TlsOptions = {
    cert: certificatePem,
    key: privateKeyPem,
    // No authority is asked for by its name, as any may have signed.
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
  };
  const server = createServer(options, (socket) => {
    socket.on('error', (error: Error) => {
      log.warn(`MQTT connection over TLS: ${error.message}`);
    });
    const certificate = socket.getPeerX509Certificate();
    const refusal = refusalOf(certificate);
    if (!certificate || refusal !== undefined) {
      log.warn(`MQTT connection over TLS refused: ${refusal ?? 'it has no certificate'}`);
      socket.destroy();
      return;
    }
    const id = fingerprint(certificate);
    const others = entered.get(id) ?? new Set();
    entered.set(id, others.add(socket));
    socket.once('close', () => {
      others.delete(socket);
      if (others.size === 0) entered.delete(id);
    });
    enter(socket, certificate);
  });
  server.on('tlsClientError', (error) => {
    log.warn(`MQTT connection over TLS: ${error.message}`);
  });
  return {
    server,
    endAll(certificateId) {
      for (const socket of entered.get(certificateId) ?? []) socket.destroy();
    },
  };
}
