import type { Column } from '../../../../functions/import-devices/csv/columns.ts';
import type { DeviceInput } from '../../../../functions/import-devices/csv/device-rules.ts';
import { shortened } from '../../../../functions/import-devices/csv/shortened.ts';
import { METRIC_NAME } from '../../../../functions/shared/names.ts';
import { readRequest } from '../../credentials/signing-request.ts';
import type { RowFault } from './faults.ts';
import type { Csv, CsvRow } from './read-csv.ts';

/** The device that a row asks for. */
export interface RowDevice extends DeviceInput {
  /** Whether it comes with a certificate signing request. */
  hasRequest: boolean;
}

type Location = NonNullable<DeviceInput['location']>;

/**
 * The device that a row asks for, or why it would become none, by the rules of the import. What can be seen only where it is made, such as the key of a
 * certificate signing request, is not looked at.
 */
export function readRow(
  { cells, count }: CsvRow,
  { columns, hasDecimalComma }: Pick<Csv, 'columns' | 'hasDecimalComma'>,
): RowDevice | { fault: RowFault } {
  if (count !== columns.length) return { fault: { kind: 'cells', cells: count, columns: columns.length } };
  const { name = '', description = '', certificate_signing_request: request = '' } = cells;
  const location = readLocation(cells, hasDecimalComma);
  if (location && 'fault' in location) return location;
  const metrics = readMetrics(cells.metrics ?? '');
  if ('fault' in metrics) return metrics;
  const fault =
    textFault('name', name, 200) ??
    (description === '' ? undefined : textFault('description', description, 2000)) ??
    (location && locationFault(location)) ??
    metricsFault(metrics) ??
    requestFault(request);
  if (fault) return { fault };
  return {
    name,
    ...(description !== '' && { description }),
    ...(location && { location }),
    metrics,
    hasRequest: request.trim() !== '',
  };
}

function readLocation(cells: CsvRow['cells'], hasDecimalComma: boolean): Location | { fault: RowFault } | undefined {
  const numbers = (['latitude', 'longitude', 'altitude'] as const).map((column) =>
    readNumber(column, cells[column] ?? '', hasDecimalComma),
  );
  for (const number of numbers) if (typeof number === 'object') return number;
  const [latitude, longitude, altitude] = numbers;
  const name = cells.location ?? '';
  if (typeof latitude === 'number' && typeof longitude === 'number') {
    return { latitude, longitude, ...(typeof altitude === 'number' && { altitude }), ...(name !== '' && { name }) };
  }
  const isGiven = name !== '' || numbers.some((number) => number !== undefined);
  return isGiven ? { fault: { kind: 'place' } } : undefined;
}

function readNumber(column: Column, cell: string, hasDecimalComma: boolean): number | undefined | { fault: RowFault } {
  const text = cell.trim();
  if (text === '') return undefined;
  const decimal = hasDecimalComma ? text.replace(',', '.') : text;
  if (/^[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})$/.test(decimal)) return Number(decimal);
  return { fault: { kind: 'number', column, text: shortened(text) } };
}

function readMetrics(text: string): DeviceInput['metrics'] | { fault: RowFault } {
  const metrics: DeviceInput['metrics'] = [];
  for (const part of text.split(/[;\r\n]/)) {
    if (part.trim() === '') continue;
    const [name = '', unit = '', label = '', ...more] = part.split('|').map((member) => member.trim());
    if (more.length > 0) return { fault: { kind: 'metricMembers', text: shortened(part.trim()) } };
    metrics.push({ name, ...(unit !== '' && { unit }), ...(label !== '' && { label }) });
  }
  return metrics;
}

function textFault(column: Column, text: string, most: number): RowFault | undefined {
  if (text.length > most) return { kind: 'long', column, most, length: text.length };
  return text.trim() === '' ? { kind: 'blank', column } : undefined;
}

function locationFault({ latitude, longitude, altitude = 0, name }: Location): RowFault | undefined {
  return (
    rangeFault('latitude', latitude, -90, 90) ??
    rangeFault('longitude', longitude, -180, 180) ??
    rangeFault('altitude', altitude, -12_000, 100_000) ??
    (name === undefined ? undefined : textFault('location', name, 200))
  );
}

function rangeFault(column: Column, value: number, least: number, most: number): RowFault | undefined {
  return value >= least && value <= most ? undefined : { kind: 'range', column, least, most, value };
}

function metricsFault(metrics: DeviceInput['metrics']): RowFault | undefined {
  if (metrics.length > 50) return { kind: 'manyMetrics', most: 50, count: metrics.length };
  const names = metrics.map(({ name }) => name);
  const wrong = names.find((name) => !METRIC_NAME.test(name));
  if (wrong !== undefined) return { kind: 'metricName', text: shortened(wrong) };
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { kind: 'metricTwice', text: twice };
  for (const { label, unit } of metrics) {
    const fault =
      (label === undefined ? undefined : textFault('metrics', label, 200)) ??
      (unit === undefined ? undefined : textFault('metrics', unit, 32));
    if (fault) return fault;
  }
  return undefined;
}

function requestFault(text: string): RowFault | undefined {
  return text.trim() === '' || 'request' in readRequest(text) ? undefined : { kind: 'request' };
}
