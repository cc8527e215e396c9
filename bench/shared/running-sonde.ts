import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Outputs } from '../../examples/client.ts';
import { readOutputs } from '../../examples/node.ts';

const ATTEMPTS = 600;

/** The whole of Sonde with its demo, in a process of its own, on free ports and a temporary folder. */
export async function runSonde(): Promise<{ outputs: Outputs; end: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  const root = resolve(import.meta.dirname, '../..');
  const ports = { SONDE_PORT: '0', SONDE_AWS_PORT: '0', SONDE_MQTT_PORT: '0', SONDE_MQTTS_PORT: '0' };
  const env = { ...process.env, ...ports, SONDE_DATA: directory };
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: root,
    env,
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  async function end(): Promise<void> {
    child.kill('SIGINT');
    await exited;
    await rm(directory, { recursive: true, force: true });
  }
  for (let attempt = 0; attempt < ATTEMPTS && child.exitCode === null; attempt++) {
    const outputs = await readOutputs(join(directory, 'amplify_outputs.json')).catch(() => undefined);
    if (outputs) return { outputs, end };
    await wait(200);
  }
  await end();
  throw new Error('Sonde did not start in two minutes');
}
