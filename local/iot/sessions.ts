import type { Client } from 'aedes';

/** Who is connected. A client id has one connection, the last one. */
export class Sessions {
  readonly #clients = new Map<string, Client>();

  /** Ends what the client's id was connected by. aedes does that too, but not where two connect at the same time. */
  begin(client: Client): void {
    // It may have gone while its CONNECT was looked at.
    if (client.conn.closed) return;
    const { id } = client;
    this.#clients.get(id)?.conn.destroy();
    this.#clients.set(id, client);
    client.conn.once('close', () => {
      if (this.#clients.get(id) === client) this.#clients.delete(id);
    });
  }

  find(clientId: string): Client | undefined {
    return this.#clients.get(clientId);
  }
}
