import { asProblem } from '../problem.ts';
import { checkSigningRequest } from '../../shared/credentials/signing-request.ts';
import type { DeviceInput } from './device-rules.ts';
import { problemOf } from './device-rules.ts';
import type { FileRow, ReadFile } from './read-file.ts';
import { shortened } from './shortened.ts';

/** What a row asks for. */
export interface RowInput {
  device: DeviceInput;
  signingRequest?: string;
}

/** What is wrong with a row, for a person. */
export interface Problem {
  problem: string;
}

/** As text in the column `metrics` has them. */
const METRIC_MEMBERS = 'name|unit|label';

/** What a row asks for, or what is wrong with it. */
export function readRow(row: FileRow, { hasDecimalComma }: Pick<ReadFile, 'hasDecimalComma'>): RowInput | Problem {
  if (row.problem !== undefined) return { problem: row.problem };
  const { name, description, metrics: metricsText, certificate_signing_request: request } = row.cells;
  const location = readLocation(row, hasDecimalComma);
  if (location && 'problem' in location) return location;
  const metrics = readMetrics(metricsText);
  if ('problem' in metrics) return metrics;
  const device = { name, ...(description !== '' && { description }), ...(location && { location }), metrics };
  const problem = problemOf(device);
  if (problem !== undefined) return { problem };
  if (request.trim() === '') return { device };
  try {
    return { device, signingRequest: checkSigningRequest(request) };
  } catch (error) {
    return asProblem(error);
  }
}

function readLocation({ cells }: FileRow, hasDecimalComma: boolean): DeviceInput['location'] | Problem {
  const [latitude, longitude, altitude] = (['latitude', 'longitude', 'altitude'] as const).map((column) =>
    readNumber(column, cells[column], hasDecimalComma),
  );
  for (const number of [latitude, longitude, altitude]) if (typeof number === 'object') return number;
  const name = cells.location === '' ? undefined : cells.location;
  if (typeof latitude === 'number' && typeof longitude === 'number') {
    return {
      latitude,
      longitude,
      ...(typeof altitude === 'number' && { altitude }),
      ...(name !== undefined && { name }),
    };
  }
  const given = [latitude, longitude, altitude, name].some((value) => value !== undefined);
  return given ? { problem: 'A place needs both latitude and longitude.' } : undefined;
}

/** A number in decimal notation; undefined for an empty cell. */
function readNumber(column: string, cell: string, hasDecimalComma: boolean): number | undefined | Problem {
  const text = cell.trim();
  if (text === '') return undefined;
  const decimal = hasDecimalComma ? text.replace(',', '.') : text;
  // No exponent: nobody writes a place so, and the smallest numbers cannot be stored.
  if (/^[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})$/.test(decimal)) return Number(decimal);
  return { problem: `${column} must be a number such as 47.6; it is "${shortened(text)}".` };
}

/** Metrics are parted by semicolons or line ends, and the members of each by bars, which no metric's name can have. */
function readMetrics(text: string): DeviceInput['metrics'] | Problem {
  const metrics: DeviceInput['metrics'] = [];
  for (const part of text.split(/[;\r\n]/)) {
    if (part.trim() === '') continue;
    const [name = '', unit = '', label = '', ...more] = part.split('|').map((member) => member.trim());
    if (more.length > 0) return { problem: `metrics: "${shortened(part.trim())}" has more than ${METRIC_MEMBERS}.` };
    metrics.push({ name, ...(unit !== '' && { unit }), ...(label !== '' && { label }) });
  }
  return metrics;
}
