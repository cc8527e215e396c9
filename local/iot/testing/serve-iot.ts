import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import { silentLog } from '../../shared/log.ts';
import { anyRole } from '../../shared/testing/roles.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createIot, type IotOptions } from '../iot.ts';

export interface ServedIot {
  /** Of this start. */
  readonly client: IoTClient;
  /** Of the broker, of this start. */
  readonly port: () => number;
  /** Where its state is. */
  readonly directory: string;
  readonly restart: () => Promise<void>;
  /** Leaves nothing behind. */
  readonly end: () => Promise<void>;
}

/** AWS IoT in a temporary folder, and a client of its control plane. */
export async function serveIot(options: Partial<IotOptions> = {}): Promise<ServedIot> {
  const { directory: parent, remove } = await temporaryDirectory();
  const directory = join(parent, 'iot');
  const start = async () => {
    const iot = await createIot({
      directory,
      port: 0,
      host: '127.0.0.1',
      log: silentLog,
      deliver: () => Promise.resolve(),
      roles: anyRole,
      ...options,
    });
    const served = await serve(iot);
    return { iot, served, client: new IoTClient(clientOptions(served.url)) };
  };
  let running = await start();
  const stop = async (): Promise<void> => {
    running.client.destroy();
    await running.served.close();
    await running.iot.close();
  };
  return {
    get client() {
      return running.client;
    },
    directory,
    port: () => running.iot.port,
    async restart() {
      await stop();
      running = await start();
    },
    async end() {
      await stop();
      await remove();
    },
  };
}
