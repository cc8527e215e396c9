import type { QueryResponse } from '@aws-sdk/client-timestream-query';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import * as v from 'valibot';
import { pageSql } from '../functions/shared/readings/timestream/sql.ts';
import { formatTime } from '../functions/shared/time.ts';
import { LOCAL_REGION } from '../local/shared/service.ts';
import { READINGS } from '../local/stack/names.ts';
import { BEGIN, DEVICES, endOf, METRICS, ORGANIZATION_ID, SERIES } from './export/data.ts';
import { storedReadings } from './history/stored-readings.ts';
import { importBundled } from './shared/bundle.ts';
import { count, median, spread } from './shared/figures.ts';
import { startStandIns } from './shared/stand-ins.ts';

/**
 * A page of 1,000 readings through the function `query-readings`, bundled as it is deployed, beside the same SQL sent by the bare AWS SDK. Timestream is
 * the stand-in, in a process of its own, with 10 million readings: they are kept for the next run in node_modules/.cache. Both ask in turn, at first
 * one and then the other. `ROWS=1000000 make bench-history` is a quicker look.
 */
const Rows = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1000 * SERIES), v.multipleOf(SERIES));
const ROWS = v.parse(Rows, process.env.ROWS ?? '10000000');
const PAGE = 1000;
const WARM_UP = 20;
const ROUNDS = 100;
const MOST_TIMES = 1.3;

/** What one page took of time, and of this process's processor, in ms. */
interface Cost {
  time: number;
  processor: number;
}

type Page = (deviceId: string) => Promise<number>;
type Handler = (event: object, context: object) => Promise<unknown>;

const Answer = v.object({ data: v.object({ items: v.array(v.unknown()), nextCursor: v.string() }) });
const standIns = await startStandIns(await storedReadings(ROWS));
try {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: standIns.url,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    READINGS_STORE: `timestream:${READINGS.database}/${READINGS.table}`,
  });
  await measure(await ours(), bare());
} finally {
  await standIns.end();
}

async function ours(): Promise<Page> {
  const { handler } = await importBundled<{ handler: Handler }>('functions/query-readings/handler.ts');
  return async (deviceId) => {
    const declared = METRICS.map(({ name, unit }) => ({ deviceId, metric: name, unit }));
    const period = { from: formatTime(BEGIN), to: formatTime(endOf(ROWS)) };
    const query = { organizationId: ORGANIZATION_ID, deviceId, ...period, first: PAGE, declared };
    return v.parse(Answer, await handler({ field: 'readings', ...query }, { awsRequestId: 'bench' })).data.items.length;
  };
}

/** One more than a page is read, to know whether there is one after it. */
function bare(): Page {
  const client = new TimestreamQueryClient();
  return async (deviceId) => {
    const period = { from: BEGIN, to: endOf(ROWS), order: 'ASC', after: null } as const;
    const query = { organizationId: ORGANIZATION_ID, deviceId, metrics: null, ...period, limit: PAGE + 1 };
    const QueryString = pageSql(READINGS, query);
    let rows = 0;
    let page: QueryResponse | undefined;
    do {
      page = await client.send(new QueryCommand({ QueryString, NextToken: page?.NextToken }));
      rows += page.Rows?.length ?? 0;
    } while (page.NextToken !== undefined);
    return rows - 1;
  };
}

async function measure(ours: Page, bare: Page): Promise<void> {
  const costs: { ours: Cost; bare: Cost }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const { id } = DEVICES[round % DEVICES.length] ?? { id: '' };
    const first = round % 2 === 0 ? await cost(ours, id) : undefined;
    const second = await cost(bare, id);
    costs.push({ ours: first ?? (await cost(ours, id)), bare: second });
  }
  print(costs.slice(WARM_UP));
}

async function cost(page: Page, deviceId: string): Promise<Cost> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const readings = await page(deviceId);
  const { user, system } = process.cpuUsage(before);
  if (readings !== PAGE) throw new Error(`A page had ${readings} readings`);
  return { time: performance.now() - begun, processor: (user + system) / 1000 };
}

function print(costs: readonly { ours: Cost; bare: Cost }[]): void {
  console.log(
    `A page of ${count(PAGE)} readings of ${count(ROWS)} (medians of ${costs.length}; ratios are those of the pairs)`,
  );
  for (const [what, figure] of [
    ['time', 'time'],
    ['processor', 'processor'],
  ] as const) {
    const [a, b] = [costs.map(({ ours }) => ours[figure]), costs.map(({ bare }) => bare[figure])];
    const ratio = median(a.map((ours, index) => ours / (b[index] ?? NaN)));
    console.log(`${what.padEnd(10)} query-readings ${median(a).toFixed(1)} ms (${spread(a, 1)})`);
    console.log(`${''.padEnd(10)} bare SDK call  ${median(b).toFixed(1)} ms (${spread(b, 1)})`);
    console.log(
      `${''.padEnd(10)} ratio ${ratio.toFixed(2)}${what === 'time' ? `; the aim is at most ${MOST_TIMES}` : ''}`,
    );
  }
}
