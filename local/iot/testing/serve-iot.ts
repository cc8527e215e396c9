import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { silentLog } from '../../shared/log.ts';
import { anyRole } from '../../shared/testing/roles.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createIot, type IotOptions } from '../iot.ts';

export interface ServedIot {
  /** Of the control plane, of this start. */
  readonly client: IoTClient;
  /** Of the data plane, of this start. */
  readonly data: IoTDataPlaneClient;
  /** Of the broker without TLS, of this start. */
  readonly port: () => number;
  /** Of the broker with TLS, of this start. */
  readonly tlsPort: () => number;
  readonly rootCaPem: () => string;
  /** Where its state is. */
  readonly directory: string;
  readonly restart: () => Promise<void>;
  /** Leaves nothing behind. */
  readonly end: () => Promise<void>;
}

/** AWS IoT in a temporary folder, and clients of it. */
export async function serveIot(options: Partial<IotOptions> = {}): Promise<ServedIot> {
  const { directory: parent, remove } = await temporaryDirectory();
  const directory = join(parent, 'iot');
  const start = async () => {
    const iot = await createIot({
      directory,
      port: 0,
      tlsPort: 0,
      host: '127.0.0.1',
      log: silentLog,
      deliver: () => Promise.resolve(),
      roles: anyRole,
      ...options,
    });
    const [control, data] = await Promise.all([serve(iot), serve(iot.data)]);
    return {
      iot,
      served: [control, data],
      client: new IoTClient(clientOptions(control.url)),
      data: new IoTDataPlaneClient(clientOptions(data.url)),
    };
  };
  let running = await start();
  const stop = async (): Promise<void> => {
    running.client.destroy();
    running.data.destroy();
    for (const server of running.served) await server.close();
    await running.iot.close();
  };
  return {
    get client() {
      return running.client;
    },
    get data() {
      return running.data;
    },
    directory,
    port: () => running.iot.port,
    tlsPort: () => running.iot.tlsPort,
    rootCaPem: () => running.iot.rootCaPem,
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
