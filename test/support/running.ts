import { rm } from 'node:fs/promises';
import type { Outputs } from '../../examples/client.ts';
import { readOutputs } from '../../examples/node.ts';
import type { Log } from '../../local/shared/log.ts';
import type { Clock } from '../../local/shared/service.ts';
import { writeOutputs } from '../../local/stack/outputs.ts';
import type { Addresses, Stack } from '../../local/stack/stack.ts';

export interface Ports {
  graphql: number;
  aws: number;
  mqtt: number;
  mqtts: number;
}

/** The whole of Sonde, running in the test's own process on free ports and a temporary folder. */
export interface Sonde {
  readonly addresses: Addresses;
  readonly services: Stack['services'];
  /** What SONDE_DATA would name. */
  readonly directory: string;
  /** Where its state lives, in that folder or the folder itself. */
  readonly state: string;
  /** What clients configure Amplify with. */
  readonly outputs: Outputs;
  readonly ports: Ports;
  /** Sonde's clock: real time plus `ahead` milliseconds. */
  readonly time: { ahead: number };
  /** What the stand-ins logged as errors. A test that expects some takes them out; {@link Sonde.close} rejects where any is left. */
  readonly errors: string[];
  /** Ends Sonde, and leaves its folder. */
  stop(): Promise<void>;
  /** Starts it again on the same folder and the same ports. */
  start(): Promise<void>;
  /** Ends Sonde and removes its folder. */
  close(): Promise<void>;
}

export type StartStack = (options: { ports: Ports; clock: Clock; log: Log }) => Promise<Stack>;

/** Runs Sonde on a folder, which is removed at its end. @param state the folder of its state, if that is another in it */
export async function runSonde(directory: string, startStack: StartStack, state = directory): Promise<Sonde> {
  const time = { ahead: 0 };
  const errors: string[] = [];
  const clock = (): number => Date.now() + time.ahead;
  const start = async (ports: Ports) => {
    const stack = await startStack({ ports, clock, log: errorLog(errors) });
    return { stack, outputs: await readOutputs(await writeOutputs(directory, stack.addresses)) };
  };
  let running = await start({ graphql: 0, aws: 0, mqtt: 0, mqtts: 0 });
  const ports = portsOf(running.stack);

  return {
    get addresses() {
      return running.stack.addresses;
    },
    get services() {
      return running.stack.services;
    },
    get outputs() {
      return running.outputs;
    },
    directory,
    state,
    ports,
    time,
    errors,
    stop: () => running.stack.close(),
    async start() {
      running = await start(ports);
    },
    async close() {
      await running.stack.close();
      await rm(directory, { recursive: true, force: true });
      expectNone(errors);
    },
  };
}

/** Throws where the stand-ins logged an error that no test expected. */
export function expectNone(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`Sonde logged errors that no test expected:\n${errors.join('\n')}`);
}

function portsOf({ addresses: { graphqlUrl, awsUrl, mqttUrl, mqttsUrl } }: Stack): Ports {
  const port = (url: string): number => Number(new URL(url).port);
  return { graphql: port(graphqlUrl), aws: port(awsUrl), mqtt: port(mqttUrl), mqtts: port(mqttsUrl) };
}

function errorLog(errors: string[]): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    error: (message, cause) => errors.push(cause instanceof Error ? `${message}\n${cause.stack ?? ''}` : message),
  };
}
