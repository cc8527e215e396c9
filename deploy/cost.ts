import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { defaults, monthlyCost, type Assumptions } from './cost-model.ts';
import { PRICES_COLLECTED } from './prices.ts';

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

/** What a month costs by service and number of devices, as a table in Markdown, in US dollars. */
export function costTable(assumptions: Assumptions): string {
  const costs = FLEETS.map((devices) => monthlyCost(devices, assumptions));
  const services = Object.keys(costs[0] ?? {});
  const rows = services.map((service) => [service, ...costs.map((cost) => dollars(cost[service] ?? 0))]);
  const totals = costs.map((cost) => Object.values(cost).reduce((sum, each) => sum + each, 0));
  const perDevice = totals.map((total, index) => dollars(total / (FLEETS[index] ?? 1)));
  return table([
    ['a month, US dollars', ...FLEETS.map((devices) => `${devices.toLocaleString('en')} devices`)],
    ...rows,
    ['**all**', ...totals.map((total) => `**${dollars(total)}**`)],
    ['a device', ...perDevice],
  ]);
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
      `Prices collected in ${PRICES_COLLECTED}, us-east-1.\n${list.join('\n')}\n\n${costTable(assumptions)}\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
