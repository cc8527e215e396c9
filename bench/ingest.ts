import * as v from 'valibot';
import type { QueuedMessage } from '../functions/ingest/delivery.ts';
import type { Ports } from '../functions/ingest/ports.ts';
import { message, READINGS_A_MESSAGE } from './ingest/messages.ts';
import type * as bundled from './ingest/bundled.ts';
import { importBundled } from './shared/bundle.ts';
import { count } from './shared/figures.ts';

/**
 * 100,000 messages of 200 devices with 5 readings each through ingest: its core alone, whose ports answer at once; and with its ports, whose requests
 * AWS's SDK makes and reads, and services answer at once without a network. What they take is time of the processor, all threads' together. The floor
 * is what JSON takes: each message parsed and written once. All of it is bundled as the function is. `MESSAGES=10000 make bench-ingest` is a quicker look.
 */
const Messages = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(10_000), v.multipleOf(10_000));
const MESSAGES = v.parse(Messages, process.env.MESSAGES ?? '100000');
/** Messages at a time. */
const BATCH = v.parse(v.pipe(v.string(), v.transform(Number), v.picklist([100, 1000])), process.env.BATCH ?? '1000');
const LEAST_RECORDS = 20_000;
const RECORDS = MESSAGES * READINGS_A_MESSAGE;

/** What one run took, in ms, and the memory of the process (its resident set) after a tenth of it and at its end, in bytes. */
interface Cost {
  time: number;
  processor: number;
  memory: { tenth: number; end: number };
}

const { ingest, portsAtOnce, portsOfServices } = await importBundled<typeof bundled>('bench/ingest/bundled.ts');
const floor = await cost(json);
const core = await cost(through(portsAtOnce()));
const { ports, asked } = portsOfServices();
const whole = await cost(through(ports));
if (asked.records !== RECORDS || asked.published !== RECORDS)
  throw new Error(`${asked.records} records were written and ${asked.published} published, instead of ${RECORDS}`);
console.log(`Ingest of ${count(MESSAGES)} messages with ${count(RECORDS)} records, ${count(BATCH)} messages at a time`);
print('JSON alone, the floor', floor);
print('the core of ingest', core);
print('with the requests to AWS', whole);
console.log(`${count(asked.requests)} requests were made; the aim is ${count(LEAST_RECORDS)} records/s, memory flat`);

function json(messages: readonly QueuedMessage[]): Promise<void> {
  for (const { body } of messages) if (JSON.stringify(JSON.parse(body)).length !== body.length) throw new Error(body);
  return Promise.resolve();
}

function through(ports: Ports) {
  return async (messages: readonly QueuedMessage[]): Promise<void> => {
    const again = await ingest(messages, ports);
    if (again.length > 0) throw new Error('Messages are to be delivered again');
  };
}

async function cost(run: (messages: readonly QueuedMessage[]) => Promise<void>): Promise<Cost> {
  const cost: Cost = { time: 0, processor: 0, memory: { tenth: 0, end: 0 } };
  for (let from = 0; from < MESSAGES; from += BATCH) {
    const messages = Array.from({ length: BATCH }, (_, index) => message(from + index));
    const begun = performance.now();
    const before = process.cpuUsage();
    await run(messages);
    const { user, system } = process.cpuUsage(before);
    cost.time += performance.now() - begun;
    cost.processor += (user + system) / 1000;
    if (from + BATCH === MESSAGES / 10) cost.memory.tenth = process.memoryUsage.rss();
  }
  cost.memory.end = process.memoryUsage.rss();
  return cost;
}

function print(what: string, { time, processor, memory }: Cost): void {
  const rate = count((RECORDS / processor) * 1000).padStart(9);
  const seconds = `${(processor / 1000).toFixed(1)} s of ${(time / 1000).toFixed(1)} s`;
  const times = (processor / floor.processor).toFixed(1);
  const [tenth, end] = [memory.tenth, memory.end].map((bytes) => (bytes / 1e6).toFixed(0));
  console.log(
    `${what.padEnd(26)}${rate} records/s on one core (${seconds}), ${times} times the floor; ` +
      `memory ${tenth} MB after a tenth, ${end} MB at the end`,
  );
}
