import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { questions } from './appsync/api.ts';
import { ask, CONNECTIONS, load, type Figures, type Target } from './appsync/load.ts';
import { startOurs, startPeer } from './appsync/targets.ts';
import { count, median } from './shared/figures.ts';

/**
 * A GraphQL request that DynamoDB answers, over HTTP: local/appsync with resolvers in APPSYNC_JS beside `@aws-amplify/amplify-appsync-simulator` with
 * mapping templates. Same schema, table, load and answers, and one DynamoDB behind both: in ours in the same process, as in `make dev`; for the peer in a
 * process that has nothing else to do meanwhile. The two take turns, and the middle one of the turns counts. `SECONDS=1 make bench-appsync` is a quicker
 * look.
 */
const SECONDS = v.parse(
  v.pipe(v.string(), v.transform(Number), v.minValue(0.2), v.maxValue(60)),
  process.env.SECONDS ?? '5',
);
const TURNS = 3;
/** Seconds, for compilers to learn what is often done. */
const WARM_UP = Math.min(SECONDS, 2);
const AIM = 5;

const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
const ours = await startOurs(directory);
try {
  const peer = await startPeer(ours.dynamodbPort);
  try {
    const before = loadavg()[0] ?? NaN;
    console.log(`${CONNECTIONS} connections, ${TURNS} turns of ${SECONDS} s each; p50 and requests a second`);
    for (const [what, question] of Object.entries(questions)) await compare(what, JSON.stringify(question), ours, peer);
    console.log(`load of the machine before: ${before.toFixed(1)} on ${availableParallelism()} processors`);
  } finally {
    await peer.end();
  }
} finally {
  await ours.end();
  await rm(directory, { recursive: true, force: true });
}

async function compare(what: string, body: string, one: Target, other: Target): Promise<void> {
  const [mine, its] = await Promise.all([ask(one, body), ask(other, body)]);
  if (!isDeepStrictEqual(JSON.parse(mine), JSON.parse(its)) || mine.includes('"errors"')) {
    throw new Error(`The answers differ:\n${mine}\n${its}`);
  }
  await load(one, body, mine, WARM_UP);
  await load(other, body, its, WARM_UP);
  const figures: { mine: Figures; its: Figures }[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    figures.push({ mine: await load(one, body, mine, SECONDS), its: await load(other, body, its, SECONDS) });
  }
  print(
    what,
    figures.map((turn) => turn.mine),
    figures.map((turn) => turn.its),
  );
}

function print(what: string, mine: readonly Figures[], its: readonly Figures[]): void {
  const rate = (figures: readonly Figures[]) => median(figures.map(({ requestsPerSecond }) => requestsPerSecond));
  const line = (name: string, figures: readonly Figures[]): void => {
    const p50 = median(figures.map((turn) => turn.p50)).toFixed(2);
    console.log(`  ${name.padEnd(28)}${p50.padStart(8)} ms${count(rate(figures)).padStart(10)} /s`);
  };
  console.log(what);
  line('local/appsync (APPSYNC_JS)', mine);
  line('amplify simulator (VTL)', its);
  console.log(`  ratio of requests a second: ${(rate(mine) / rate(its)).toFixed(1)}; the aim is ${AIM} or more`);
}
