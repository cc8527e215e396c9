import { command, readOutputs } from '../node.ts';
import { demoService } from './demo-service.ts';
import { runServer } from './run.ts';

/**
 * A server that signs in as a service: the newest values of all devices at http://127.0.0.1:9464/metrics, as Prometheus scrapes them, until Ctrl-C.
 * `SONDE_USERNAME` and `SONDE_SECRET` are what `createService` answered; without them it takes a service of the demo organization on this machine.
 */
await command(async () => {
  const { SONDE_USERNAME: username, SONDE_SECRET: secret, SONDE_OUTPUTS: file, HOST, PORT } = process.env;
  const outputs = await readOutputs(file);
  if ((username === undefined) !== (secret === undefined))
    throw new Error('SONDE_USERNAME and SONDE_SECRET belong together: createService answers both.');
  const credentials =
    username !== undefined && secret !== undefined ? { username, secret } : await demoService(outputs);
  const server = await runServer({
    outputs,
    credentials,
    listen: { host: HOST ?? '127.0.0.1', port: Number(PORT ?? 9464) },
    log: (line) => {
      console.log(new Date().toISOString(), line);
    },
  });
  console.log(`Signed in as ${credentials.username}. The newest values are at ${server.url}/metrics`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
  await server.ended;
});
