import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server, which can be cut. */
export interface Line {
  /** Where the server is reached over the line. */
  readonly url: URL;
  /** Ends all connections, and takes no new ones. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Lays a line to a server on this machine. */
export async function layLine(to: string): Promise<Line> {
  const { port } = new URL(to);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      // It is closed next, which is all that matters here.
      socket.on('error', () => undefined);
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    cut() {
      isCut = true;
      end();
    },
    mend() {
      isCut = false;
    },
    async close() {
      isCut = true;
      end();
      server.close();
      await once(server, 'close');
    },
  };
}
