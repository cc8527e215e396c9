import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { defaults, monthlyCost, type Assumptions } from './cost-model.ts';
import { PRICES_COLLECTED } from './prices.ts';
import { type Store, STORES } from './readings-cost.ts';

const FLEETS = [10, 1000, 100_000];

/**
 * The assumptions, with those that arguments such as `messagesPerMinute=6` change.
 * @throws Error that names an argument that is none, and what there is
 */
export function readAssumptions(args: readonly string[]): Assumptions {
  const assumptions = { ...defaults };
  for (const arg of args) {
    const [name = '', value = ''] = arg.split('=', 2);
    if (!isAssumption(name) || !/^\d+(\.\d+)?$/.test(value))
      throw new Error(`${arg} is no assumption; give a number to one of ${Object.keys(defaults).join(', ')}.`);
    assumptions[name] = v.parse(v.pipe(v.number(), v.finite()), Number(value));
  }
  return assumptions;
}

function isAssumption(name: string): name is keyof Assumptions {
  return Object.hasOwn(defaults, name);
}

/** What a month costs by service, number of devices and store of readings, as a table in Markdown, in US dollars. */
export function costTable(assumptions: Assumptions): string {
  const columns = FLEETS.flatMap((devices) => STORES.map((store) => ({ devices, store })));
  const costs = columns.map(({ devices, store }) => monthlyCost(devices, store, assumptions));
  const services = Object.keys(costs[0] ?? {});
  const rows = services.map((service) => [service, ...costs.map((cost) => dollars(cost[service] ?? 0))]);
  const totals = columns.map(({ devices, store }) => total(devices, store, assumptions));
  const perDevice = totals.map((all, index) => dollars(all / (columns[index]?.devices ?? 1)));
  return table([
    ['a month, US dollars', ...columns.map(({ devices, store }) => `${devices.toLocaleString('en')}, ${store}`)],
    ...rows,
    ['**all**', ...totals.map((all) => `**${dollars(all)}**`)],
    ['a device', ...perDevice],
  ]);
}

function total(devices: number, store: Store, assumptions: Assumptions): number {
  return Object.values(monthlyCost(devices, store, assumptions)).reduce((sum, each) => sum + each, 0);
}

const RHYTHMS = [
  ['every 10 minutes', 0.1],
  ['every minute', 1],
  ['every 10 seconds', 6],
  ['every second', 60],
] as const;
const MOST_DEVICES = 10_000_000;

/** From how many devices on a month costs less on Timestream than on DynamoDB; null where it does for no number of them. */
export function crossover(assumptions: Assumptions): number | null {
  const isDearer = (devices: number): boolean =>
    total(devices, 'DynamoDB', assumptions) > total(devices, 'Timestream', assumptions);
  if (!isDearer(MOST_DEVICES)) return null;
  let [cheaper, dearer] = [0, MOST_DEVICES];
  while (dearer - cheaper > 1) {
    const middle = Math.floor((cheaper + dearer) / 2);
    if (isDearer(middle)) dearer = middle;
    else cheaper = middle;
  }
  return dearer;
}

/** From how many devices on Timestream costs less, by how often each sends, as a table in Markdown. */
export function crossoverTable(assumptions: Assumptions): string {
  const rows = RHYTHMS.map(([often, messagesPerMinute]) => {
    const given = { ...assumptions, messagesPerMinute };
    const both = STORES.map((store) => dollars(total(1000, store, given)));
    return [often, ...both, crossover(given)?.toLocaleString('en') ?? 'never'];
  });
  const head = ['a message', ...STORES.map((store) => `1,000 devices, ${store}`), 'Timestream costs less from'];
  return table([head, ...rows]);
}

const dollars = (amount: number): string =>
  amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function table([head = [], ...rows]: string[][]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  const line = (row: string[]): string => `| ${row.map(pad).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  try {
    const assumptions = readAssumptions(argv.slice(2));
    const list = Object.entries(assumptions).map(([name, value]) => `  ${name}=${value}`);
    process.stdout.write(
      `Prices collected in ${PRICES_COLLECTED}, us-east-1.\n${list.join('\n')}\n\n${costTable(assumptions)}\n\n${crossoverTable(assumptions)}\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
