import { util } from '@aws-appsync/utils';
import type { LocationInput, MetricInput } from '../../schema/generated/types.ts';
import { invalid, notFound } from './errors.ts';

const ULID = '^[0-9A-HJKMNP-TV-Z]{26}$';
const METRIC_NAME = '^[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}$';
/** "Pattern" in the Java documentation: line terminators. */
const LINE_ENDS = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

/** Ends with a NotFoundError for an id that cannot be one: the service gives ULIDs only. */
export function checkId(noun: string, id: string): void {
  if (!isId(id)) notFound(noun, id);
}

/** Whether an id can be one: the service gives ULIDs only. */
export function isId(id: string): boolean {
  return fits(ULID, id);
}

/** Ends with a ValidationError unless `text` has 1 to `most` characters that are not all blank. Absent and null pass. */
export function checkText(member: string, text: string | null | undefined, most: number): void {
  if (text === undefined || text === null) return;
  if (text.length > most) invalid(`${member} must have at most ${most} characters; it has ${text.length}.`);
  if (text.trim().length === 0) invalid(`${member} must have at least one character that is not blank.`);
}

/** Ends with a ValidationError if a member that every row must have is to be emptied. Absent passes. */
export function checkNotNull(member: string, value: unknown): void {
  if (value === null) invalid(`${member} cannot be emptied: leave it out to keep it, or give a value.`);
}

/** Ends with a ValidationError unless 1 <= `value` <= `most`. */
export function checkCount(member: string, value: number, most: number): void {
  if (value < 1 || value > most) invalid(`${member} must be 1 to ${most}; it is ${value}.`);
}

/** Ends with a ValidationError unless `ids` has 1 to `most` ids, each once; with a NotFoundError for one that cannot be an id. */
export function checkIds(member: string, noun: string, ids: string[], most: number): void {
  checkCount(`The number of ${member}`, ids.length, most);
  checkEachOnce(member, ids);
  for (const id of ids) checkId(noun, id);
}

/** Ends with a ValidationError unless every name could be a metric's, each at most once, at most 50 of them. Absent and null pass. */
export function checkMetricNames(member: string, names: string[] | null | undefined): void {
  if (!names) return;
  if (names.length > 50) invalid(`${member} must have at most 50 metrics; it has ${names.length}.`);
  for (const name of names) {
    if (!fits(METRIC_NAME, name)) {
      invalid(
        `${member}: "${name}" is no metric name: a letter or digit, then up to 63 letters, digits, "-", ":", ".", "/" or "_".`,
      );
    }
  }
  checkEachOnce(member, names);
}

/** As {@link checkMetricNames}, of an argument that asks for some metrics: an empty list would ask for none. */
export function checkMetricsArgument(names: string[] | null | undefined): void {
  if (names?.length === 0) invalid('metrics must name at least one metric; leave it out to get all of them.');
  checkMetricNames('metrics', names);
}

/** Ends with a ValidationError unless the metrics of a device make sense. Absent and null pass. */
export function checkMetrics(metrics: MetricInput[] | null | undefined): void {
  if (!metrics) return;
  checkMetricNames(
    'metrics',
    metrics.map((metric) => metric.name),
  );
  for (const metric of metrics) {
    checkText(`metrics: the label of "${metric.name}"`, metric.label, 200);
    checkText(`metrics: the unit of "${metric.name}"`, metric.unit, 32);
  }
}

/** Ends with a ValidationError unless the place is on Earth. Absent and null pass. */
export function checkLocation(location: LocationInput | null | undefined): void {
  if (!location) return;
  checkBetween('location.latitude', location.latitude, -90, 90, 'degrees');
  checkBetween('location.longitude', location.longitude, -180, 180, 'degrees');
  checkBetween('location.altitude', location.altitude ?? 0, -12_000, 100_000, 'metres');
  checkText('location.name', location.name, 200);
}

/** Ends with a ValidationError unless `least` <= `value` <= `most`. */
export function checkBetween(member: string, value: number, least: number, most: number, unit?: string): void {
  const range = unit ? `${least} to ${most} ${unit}` : `${least} to ${most}`;
  if (value < least || value > most) invalid(`${member} must be ${range}; it is ${value}.`);
}

/** Ends with a ValidationError if `values` has one of them twice. */
export function checkEachOnce(member: string, values: string[]): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) !== index) invalid(`${member} must have each value once; "${value}" is there twice.`);
  });
}

/** Whether `text` is as `pattern` says, all of it. Its `$` would also match before a line end that is the last of the text. */
export function fits(pattern: string, text: string): boolean {
  return LINE_ENDS.every((end) => !text.endsWith(end)) && util.matches(pattern, text);
}
