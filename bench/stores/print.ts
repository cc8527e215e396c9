import { count, median, spread } from '../shared/figures.ts';
import type { Costs } from './ask.ts';
import type { Both } from './both-stores.ts';
import { KINDS } from './both-stores.ts';
import type { Units } from './counted-table.ts';
import type { ExportCosts } from './exports.ts';
import type { Metered } from './metered.ts';
import type { WriteCosts } from './writes.ts';

/** Of a reading at one a second, in units of write capacity. */
const MOST_UNITS = 0.25;
/** That day windows over a year may look at. */
const MOST_ITEMS = 400;
const MOST_MEMORY = 256;

const NAMES: Both<string> = { timestream: 'Timestream', dynamodb: 'DynamoDB' };

export function printQuestion({ question, times, metered }: Costs): void {
  console.log(`\n${question.name} (medians of ${question.rounds}; the ratio is that of the pairs)`);
  printRatio(times);
  for (const kind of KINDS)
    row(NAMES[kind], `${median(times[kind]).toFixed(1)} ms (${spread(times[kind], 1)}), ${took(metered[kind])}`);
  if (metered.dynamodb.items > MOST_ITEMS)
    console.log(`  ${count(metered.dynamodb.items)} items are more than the ${MOST_ITEMS} that it should look at`);
}

export function printExport({ rows, outcomes, metered }: ExportCosts): void {
  const rounds = outcomes.dynamodb.length;
  console.log(
    `\nAn export of ${count(rows)} readings to one CSV.gz (medians of ${rounds}; the ratio is that of the pairs)`,
  );
  const seconds = (kind: keyof typeof outcomes) => outcomes[kind].map(({ milliseconds }) => milliseconds / 1000);
  printRatio({ timestream: seconds('timestream'), dynamodb: seconds('dynamodb') });
  for (const kind of KINDS) {
    const peak = Math.max(...outcomes[kind].map(({ peakMemory }) => peakMemory)) / 1e6;
    const rate = count(rows / median(seconds(kind)));
    const time = `${median(seconds(kind)).toFixed(1)} s (${spread(seconds(kind), 1)}), ${rate} rows/s`;
    row(NAMES[kind], `${time}, peak memory ${peak.toFixed(0)} MB (the aim is less than ${MOST_MEMORY})`);
    row('', took(metered[kind]));
  }
}

export function printWrites(costs: readonly WriteCosts[]): void {
  console.log(
    '\nWriting to DynamoDB: units of write capacity a reading, of one device and hour; the floor is a unit a message, the ratio is to it',
  );
  const head = ['ratio', 'in all', 'written', 'floor', 'runs', 'marks', 'blocks', 'summaries', 'index', 'reads'];
  console.log(`${''.padEnd(WIDE)}${head.map(column).join('')}`);
  for (const { rhythm, readings, messages, writing, merging } of costs) {
    const [written, all] = [sum(writing), sum(writing) + sum(merging)];
    const of = (kind: keyof Units['written']) => writing.written[kind] + merging.written[kind];
    const parts = [of('run'), of('mark'), of('block'), of('summaries') + of('metric'), writing.index + merging.index];
    const figures = [all, written, messages, ...parts, writing.read + merging.read].map((units) => units / readings);
    const columns = [(all / messages).toFixed(2), ...figures.map((figure) => figure.toFixed(4))];
    console.log(`${nameOf(rhythm).padEnd(WIDE)}${columns.map(column).join('')}`);
  }
  for (const { rhythm, readings, writing, merging } of costs) {
    if (rhythm.seconds !== 1) continue;
    const units = (sum(writing) + sum(merging)) / readings;
    const verdict = units <= MOST_UNITS ? 'within' : 'above';
    console.log(`  ${nameOf(rhythm)}: ${units.toFixed(3)} is ${verdict} the aim of ${MOST_UNITS}`);
  }
}

export function printStored(
  year: { readings: number; bytes: ReadonlyMap<string, number> },
  costs: readonly WriteCosts[],
): void {
  console.log(
    '\nStored in DynamoDB: bytes a reading that are billed, runs for 14 days and the others as long as readings are kept',
  );
  console.log(`${''.padEnd(WIDE)}${['runs', 'blocks', 'summaries', 'kept'].map(column).join('')}`);
  for (const { rhythm, readings, stored } of costs) {
    const { runs, blocks, summaries } = stored;
    const figures = [runs, blocks, summaries, blocks + summaries].map((bytes) => (bytes / readings).toFixed(2));
    console.log(`${nameOf(rhythm).padEnd(WIDE)}${figures.map(column).join('')}`);
  }
  const figures = [...year.bytes].map(([kind, bytes]) => `${kind} ${(bytes / year.readings).toFixed(2)}`);
  const all = [...year.bytes.values()].reduce((total, bytes) => total + bytes, 0);
  console.log(
    `  the whole table, of ${count(year.readings)} readings: ${(all / year.readings).toFixed(2)} (${figures.join(', ')})`,
  );
}

const WIDE = 36;
const column = (text: string) => text.padStart(10);

function printRatio({ timestream, dynamodb }: Both<readonly number[]>): void {
  const ratio = median(dynamodb.map((time, index) => time / (timestream[index] ?? NaN)));
  row('ratio', `${ratio.toFixed(2)}, DynamoDB to Timestream`);
}

function row(what: string, figures: string): void {
  console.log(`  ${what.padEnd(12)}${figures}`);
}

function took({ requests, items, units, bytes }: Metered): string {
  const asked = Object.entries(requests).map(([service, requests]) => `${count(requests)} of ${service}`);
  const dynamodb = units > 0 ? [`${count(units)} read units`, `${count(items)} items`] : [];
  const timestream = bytes > 0 ? [`${(bytes / 1e6).toFixed(0)} MB metered`] : [];
  return [`requests: ${asked.join(' and ')}`, ...dynamodb, ...timestream].join(', ');
}

function sum({ written, index }: Units): number {
  return Object.values(written).reduce((total, units) => total + units, index);
}

function nameOf({ seconds, metrics, times }: WriteCosts['rhythm']): string {
  const some = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  return `1/${seconds === 1 ? 's' : 'min'}, ${some(metrics, 'metric')}, ${some(times, 'time')} a message`;
}
