import { once } from 'node:events';
import type { Server, Socket } from 'node:net';

/** The servers of the broker on one host. */
export class Listeners {
  readonly #host: string;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(host: string) {
    this.#host = host;
  }

  /**
   * @param protocol what is spoken there, for the error
   * @param port 0 for any free one
   * @returns the port
   * @throws Error that names port and host where the port is taken
   */
  async listen(server: Server, protocol: string, port: number): Promise<number> {
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.listen(port, this.#host);
    try {
      await once(server, 'listening');
    } catch (cause) {
      throw new Error(`${protocol} cannot listen on port ${port} of ${this.#host}: ${String(cause)}`, { cause });
    }
    this.#servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Takes nobody in any more, and ends who is there after `work`. */
  async close(work: () => Promise<void>): Promise<void> {
    const closed = this.#servers.splice(0).map(async (server) => {
      const closing = once(server, 'close');
      server.close();
      await closing;
    });
    await work();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }
}
