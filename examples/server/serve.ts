import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Following } from './follow.ts';
import { METRICS_TYPE, metricsText } from './metrics.ts';

export interface Door {
  /** Such as `http://127.0.0.1:9464`. */
  readonly url: string;
  /** Lets those be answered who have asked, and nobody else. */
  close(): Promise<void>;
}

/** Answers `/metrics`, and at `/healthz` whether that is up to date. */
export async function serve(following: Following, { host, port }: { host: string; port: number }): Promise<Door> {
  const server = createServer(answer(following));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  // What listens on a port has an address of this kind.
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host}:${taken}`, close: () => close(server) };
}

function answer(following: Following): RequestListener {
  return ({ method, url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end();
    else if (pathname === '/metrics')
      response
        .writeHead(200, { 'content-type': METRICS_TYPE })
        .end(metricsText(following.newest.devices, following.isLive));
    else if (pathname === '/healthz') response.writeHead(following.isLive ? 200 : 503).end();
    else response.writeHead(404).end();
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}
