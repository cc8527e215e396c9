import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { accessToken, configure, signInAs } from '../examples/client.ts';
import { readOutputs } from '../examples/node.ts';
import { median, spread } from './shared/figures.ts';

/**
 * From the command `make dev` to the first answered query, on data that is there already, beside what bare Node takes to start. The query is one
 * that an access token of an earlier run can ask, so that signing in is not measured.
 */
const RUNS = 5;
const QUERY = JSON.stringify({ query: '{ devices { items { name lastSeenAt } } }' });
const PORTS = {
  SONDE_PORT: '4801',
  SONDE_AWS_PORT: '4802',
  SONDE_MQTT_PORT: '4803',
  SONDE_MQTTS_PORT: '4804',
};
const URL = `http://127.0.0.1:${PORTS.SONDE_PORT}/graphql`;

const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
try {
  const token = await fillAndSignIn();
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await firstQuery(token));
  const floor: number[] = [];
  for (let run = 0; run < RUNS; run++) floor.push(await bareNode());
  const [ours, node] = [median(runs), median(floor)];
  console.log(`make dev to first query, warm: ${ours.toFixed(0)} ms (median of ${RUNS}; ${spread(runs)})`);
  console.log(`bare node -e 0:                ${node.toFixed(0)} ms (median of ${RUNS}; ${spread(floor)})`);
  console.log(`ratio: ${(ours / node).toFixed(1)}; the aim is a first query within 3,000 ms`);
} finally {
  await rm(directory, { recursive: true, force: true });
}

function start(): { end: () => Promise<void> } {
  const env = { ...process.env, ...PORTS, SONDE_DATA: directory };
  const child = spawn('make', ['--silent', 'dev'], { env, stdio: 'ignore', detached: true });
  const exited = once(child, 'exit');
  return {
    async end() {
      // To the group, as Ctrl-C does.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      await exited;
    },
  };
}

async function fillAndSignIn(): Promise<string> {
  const sonde = start();
  const file = join(directory, 'amplify_outputs.json');
  await until(async () => {
    await readFile(file);
    return true;
  });
  configure(await readOutputs(file));
  await signInAs('viewer@demo.example', 'Sonde-demo-1');
  const token = await accessToken();
  await sonde.end();
  return token;
}

async function firstQuery(token: string): Promise<number> {
  const begun = performance.now();
  const sonde = start();
  await until(async () => {
    const answer = await fetch(URL, { method: 'POST', headers: { authorization: token }, body: QUERY });
    if (answer.status !== 200) return false;
    const { data } = (await answer.json()) as { data: { devices: { items: object[] } } | null };
    if (data?.devices.items.length !== 3) throw new Error('The first query did not answer the demo devices');
    return true;
  });
  const taken = performance.now() - begun;
  await sonde.end();
  return taken;
}

async function bareNode(): Promise<number> {
  const begun = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - begun;
}

/** Tries until `attempt` is true; a refused connection or a missing file is a false. Gives up after two minutes. */
async function until(attempt: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (performance.now() < end) {
    const done = await attempt().catch((error: unknown) => {
      if (error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    });
    if (done) return;
    await wait(5);
  }
  throw new Error('Sonde did not start in two minutes');
}
