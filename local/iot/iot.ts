import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/service.ts';
import { createBroker } from './broker.ts';
import { publishReadings } from './policy.ts';
import type { AuthorizePublish, AuthorizeSubscribe } from './policy.ts';
import { TopicRules } from './rules.ts';
import type { CreateTopicRuleInput, Deliver } from './rules.ts';

export interface IotOptions {
  /** 0 for any free port. */
  port: number;
  host: '127.0.0.1';
  log: Log;
  clock?: Clock;
  deliver: Deliver;
  /** Topics of readings unless given. A violation ends the connection, as it does at AWS. */
  authorizePublish?: AuthorizePublish;
  /** Nothing unless given. A refused filter is answered with the failure code of SUBACK. */
  authorizeSubscribe?: AuthorizeSubscribe;
}

export interface Iot {
  readonly port: number;
  /**
   * CreateTopicRule with SQS actions and the SQL of `parseRuleSql`. Rules live as long as the process.
   * @throws AwsError `InvalidRequestException`, `SqlParseException`, `ResourceAlreadyExistsException`
   */
  createTopicRule(input: CreateTopicRuleInput): void;
  /** Ends the connections. Calling it twice is harmless. */
  close(): Promise<void>;
}

/**
 * Stands in for AWS IoT Core's message broker and rules engine, on MQTT 3.1.1 without TLS.
 * A QoS 1 message is acknowledged when `deliver` has it for every rule; if that fails, the connection ends and the client sends it again.
 * Rejects with an Error that names port and host where the port is taken.
 */
export async function createIot(options: IotOptions): Promise<Iot> {
  const { port, host, log, clock = Date.now, deliver } = options;
  const rules = new TopicRules(deliver, log);
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
    throw error;
  });
  return {
    port: listening,
    createTopicRule: (input) => {
      rules.create(input);
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await endBroker();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
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
