import type { RequestExportInput } from '../../schema/generated/types.ts';
import { checkEachOnce, checkMetricsArgument, fits } from './checks.ts';
import { invalid } from './errors.ts';
import type { ExportRow } from './rows.ts';
import { checkedTime } from './times.ts';

type Request = ExportRow['request'];

const WINDOW = '^P([1-9]\\d{0,2}D|T[1-9]\\d{0,8}[HMS])$';
const SECONDS: Record<string, number> = { S: 1, M: 60, H: 3600, D: 86_400 };
const LONGEST_WINDOW = 366 * 86_400;

/** What is to be exported, as the row has it: what was left out is null. Ends with a ValidationError where it makes no sense. */
export function exportRequest(input: RequestExportInput): Request {
  const { deviceIds, metrics, from, to, format, layout, window, statistics } = input;
  checkPeriod(from, to);
  checkMetricsArgument(metrics);
  if (layout === 'WIDE' && !metrics)
    invalid('layout WIDE needs metrics: they are the columns. Name them, or ask for LONG.');
  checkAggregation(window ?? null, statistics ?? null);
  return {
    deviceIds: deviceIds ?? null,
    metrics: metrics ?? null,
    from,
    to,
    format: format ?? 'CSV',
    layout: layout ?? 'LONG',
    window: window ?? null,
    statistics: statistics ?? null,
  };
}

/** Ends with a ValidationError unless `token` is 1 to 64 printable characters of ASCII. Absent and null pass. */
export function checkClientToken(token: string | null | undefined): void {
  if (token === undefined || token === null) return;
  if (!fits('^[ -~]{1,64}$', token)) invalid('clientToken must have 1 to 64 characters, all of them printable ASCII.');
}

function checkPeriod(from: string, to: string): void {
  const start = checkedTime('from', from);
  const end = checkedTime('to', to);
  if (start >= end) invalid('to must be later than from, by a millisecond at least: the period is [from, to).');
}

function checkAggregation(window: string | null, statistics: string[] | null): void {
  if (statistics?.length === 0) invalid('statistics must name at least one; leave it out to get each reading.');
  if ((window === null) !== (statistics === null)) {
    invalid('window and statistics go together: give both to get figures a window, or none to get each reading.');
  }
  if (window === null || statistics === null) return;
  if (!isWindow(window)) {
    invalid(
      `window must be an ISO 8601 duration of one unit from PT1S to P366D, such as PT15M, PT1H or P1D; it is "${window}".`,
    );
  }
  checkEachOnce('statistics', statistics);
}

function isWindow(window: string): boolean {
  if (!fits(WINDOW, window)) return false;
  const amount = JSON.parse(window.slice(window.startsWith('PT') ? 2 : 1, -1)) as number;
  return amount * (SECONDS[window.slice(-1)] ?? 0) <= LONGEST_WINDOW;
}
