import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import * as v from 'valibot';

/** @param target path and query as the client sent them */
export type Handler = (request: Request, target: string) => Response | Promise<Response>;

export interface HttpServer {
  readonly server: Server;
  readonly port: number;
  /** Ends the listener and every connection. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 before there is a handler, for services that must know each other's addresses first.
 * @param port 0 for any free one
 * @param variable the environment variable that moves the port, for the message where it is taken
 */
export async function listen(port: number, variable: string, handler: () => Handler): Promise<HttpServer> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: (request, { incoming }) => handler()(request, incoming.url ?? '/'), port, hostname: '127.0.0.1' },
      (address) => {
        server.off('error', failed);
        resolve({ server: server as Server, port: address.port, close: () => closeServer(server as Server) });
      },
    );
    const failed = (error: Error): void => {
      reject(takenPort(error) !== undefined ? portTaken(port, variable) : error);
    };
    server.once('error', failed);
  });
}

const addressInUse = v.object({ code: v.literal('EADDRINUSE'), port: v.number() });

/** The port of a listener that failed, itself or as the cause, because another program has it. */
export function takenPort(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  return v.is(addressInUse, error) ? error.port : takenPort(error.cause);
}

/** What is said of a port that another program has. */
export function portTaken(port: number, variable: string): Error {
  return new Error(
    `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or move Sonde with ${variable}=${port + 1}.`,
  );
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'ERR_SERVER_NOT_RUNNING') reject(error);
      else resolve();
    });
    server.closeAllConnections();
  });
}
