import { EXPORT_LIMITS } from '../../../../schema/limits.ts';
import type { ExportFormat, ExportLayout, RequestExportInput, Statistic } from '../../api/generated/documents.ts';
import type { MessageId } from '../../i18n/messages.ts';
import { isTaken } from '../../search.ts';
import type { ExportSearch } from '../search.ts';

/** What is chosen for an export. */
export interface Choices {
  /** Null for all of them, those of later too. */
  deviceIds: readonly string[] | null;
  /** Null for all of them. */
  metrics: readonly string[] | null;
  /** [from, to), as ISO 8601. */
  from: string;
  to: string;
  format: ExportFormat;
  layout: ExportLayout;
  /** Null for each reading. */
  summary: { window: string; statistics: readonly Statistic[] } | null;
}

/** What is wrong with a field, and the message that says so. */
export interface Problem {
  field: Field;
  id: MessageId;
  values?: Record<string, string | number>;
}
export type Field = 'devices' | 'metrics' | 'period' | 'window' | 'statistics' | 'recipients';

const WINDOW = /^P(?:([1-9]\d{0,2})(D)|T([1-9]\d{0,8})([HMS]))$/;
const SECONDS: Readonly<Record<string, number>> = { S: 1, M: 60, H: 3600, D: 86_400 };
const LONGEST_WINDOW = 366 * 86_400;
const MOST_METRICS = 50;
const ADDRESS = /^[^@\s]+@[^@\s]+$/;

/** What an address says, with what is usual where it says nothing. @param usual the period */
export function choicesOf(search: ExportSearch, usual: { from: string; to: string }): Choices {
  const { deviceIds = null, metrics = null, format = 'CSV', layout = 'LONG', window, statistics } = search;
  const { from = usual.from, to = usual.to } = search;
  const isSummary = window !== undefined || statistics !== undefined;
  const summary = isSummary ? { window: window ?? 'PT1H', statistics: statistics ?? (['AVG'] as const) } : null;
  return { deviceIds, metrics, from, to, format, layout, summary };
}

/** The other way round: what is as usual is not in the address. */
export function searchOf({ deviceIds, metrics, from, to, format, layout, summary }: Choices): ExportSearch {
  return {
    deviceIds: deviceIds ? [...deviceIds] : undefined,
    metrics: metrics ? [...metrics] : undefined,
    from,
    to,
    format: format === 'CSV' ? undefined : format,
    layout: layout === 'LONG' ? undefined : layout,
    window: summary?.window,
    statistics: summary ? [...summary.statistics] : undefined,
  };
}

/** How long a window is, in seconds; undefined of what the API would refuse. */
export function windowSeconds(window: string): number | undefined {
  const [, days, day, amount, unit] = WINDOW.exec(window) ?? [];
  const seconds = Number(days ?? amount) * (SECONDS[day ?? unit ?? ''] ?? 0);
  return seconds > 0 && seconds <= LONGEST_WINDOW ? seconds : undefined;
}

/** What the API would refuse, in the reader's words. */
export function problemsOf(choices: Choices, recipients: readonly string[]): Problem[] {
  return [...problemsOfWhat(choices), ...problemsOfPeriod(choices), ...problemsOfRecipients(recipients)];
}

function problemsOfWhat({ deviceIds, metrics, layout, summary }: Choices): Problem[] {
  const problems: Problem[] = [];
  const most = EXPORT_LIMITS.devices;
  if (deviceIds?.length === 0) problems.push({ field: 'devices', id: 'exports.problem.noDevice' });
  if (deviceIds && deviceIds.length > most) {
    problems.push({
      field: 'devices',
      id: 'exports.problem.manyDevices',
      values: { count: deviceIds.length, most },
    });
  }
  if (metrics?.length === 0) problems.push({ field: 'metrics', id: 'exports.problem.noMetric' });
  if (metrics && metrics.length > MOST_METRICS) {
    problems.push({
      field: 'metrics',
      id: 'exports.problem.manyMetrics',
      values: { count: metrics.length, most: MOST_METRICS },
    });
  }
  if (layout === 'WIDE' && !metrics) problems.push({ field: 'metrics', id: 'exports.problem.wide' });
  if (summary && windowSeconds(summary.window) === undefined) {
    problems.push({ field: 'window', id: 'exports.problem.window' });
  }
  if (summary?.statistics.length === 0) problems.push({ field: 'statistics', id: 'exports.problem.noStatistic' });
  return problems;
}

function problemsOfPeriod({ from, to }: Choices): Problem[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  if (begin >= end) return [{ field: 'period', id: 'exports.problem.order' }];
  return !isTaken(begin) || !isTaken(end) ? [{ field: 'period', id: 'exports.problem.range' }] : [];
}

function problemsOfRecipients(recipients: readonly string[]): Problem[] {
  const most = EXPORT_LIMITS.recipients;
  const wrong = recipients.find((address) => !ADDRESS.test(address));
  if (wrong !== undefined) return [{ field: 'recipients', id: 'exports.problem.address', values: { address: wrong } }];
  if (recipients.length <= most) return [];
  return [{ field: 'recipients', id: 'exports.problem.manyRecipients', values: { count: recipients.length, most } }];
}

/** What is asked of the API. */
export function requestOf(
  { deviceIds, metrics, from, to, format, layout, summary }: Choices,
  recipients: readonly string[],
): RequestExportInput {
  return {
    ...(deviceIds && { deviceIds: [...deviceIds] }),
    ...(metrics && { metrics: [...metrics] }),
    from,
    to,
    format,
    layout,
    ...(summary && { window: summary.window, statistics: [...summary.statistics] }),
    recipients: [...recipients],
  };
}
