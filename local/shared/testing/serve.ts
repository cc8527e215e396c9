import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { LOCAL_REGION } from '../service.ts';
import type { Caller, Service } from '../service.ts';

export interface Served {
  /** `http://127.0.0.1:<port>`, for the `endpoint` of a client. */
  readonly url: string;
  /** Ends the listener and every connection; the service goes on. */
  readonly close: () => Promise<void>;
}

/** A service over HTTP on a free port, for tests with real clients. Signatures are not checked. */
export async function serve(service: Pick<Service, 'handle'>): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = listen(
      {
        fetch: (request, { incoming }) => service.handle(request, callerOf(request, incoming.url ?? '/')),
        hostname: '127.0.0.1',
        port: 0,
        // The globals belong to the clients under test.
        overrideGlobalObjects: false,
      },
      ({ port }) => {
        resolve({ url: `http://127.0.0.1:${port}`, close: () => close(server as Server) });
      },
    ).once('error', reject);
  });
}

/** Members of every AWS SDK client's configuration, for a service at `endpoint`. One attempt: a test sees each refusal. */
export function clientOptions(endpoint: string) {
  return {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
}

function callerOf(request: Request, target: string): Caller {
  const [, accessKeyId] = /Credential=([^/]+)\//.exec(request.headers.get('authorization') ?? '') ?? [];
  return { accessKeyId, region: LOCAL_REGION, target };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
