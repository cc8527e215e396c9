import * as v from 'valibot';
import { SondeError } from '../shared/errors.ts';
import { METRIC_NAME, ULID } from '../shared/names.ts';
import type { Nanoseconds } from '../shared/time.ts';
import { parseTime } from '../shared/time.ts';

/** What a client asks, with the organization from its token and the units from the device's metrics. */
export interface ReadingsRequest {
  organizationId: string;
  deviceId: string;
  metrics: readonly string[] | null;
  from: Nanoseconds;
  to: Nanoseconds;
  order: 'ASC' | 'DESC';
  first: number;
  after: string | null;
  /** Units by metric name. */
  units: ReadonlyMap<string, string>;
}

const MAX_METRICS = 50;
const MAX_FIRST = 1000;

const metricMessage =
  'A metric name is a letter, then letters, digits, `_`, `.`, `:` or `-`, at most 64 characters in all';
const Time = (name: string) =>
  v.pipe(
    v.string(),
    v.transform(parseTime),
    v.bigint(`\`${name}\` is not a date and time with an offset, such as 2026-03-29T01:59:59Z`),
  );
const Metrics = v.pipe(
  v.array(v.pipe(v.string(), v.regex(METRIC_NAME, metricMessage))),
  v.minLength(1, '`metrics` is empty; leave it out to get all of them'),
  v.maxLength(MAX_METRICS, `\`metrics\` names more than ${MAX_METRICS}; ask for fewer, or leave it out to get all`),
  v.check((metrics) => new Set(metrics).size === metrics.length, '`metrics` names a metric twice; name each once'),
);
const firstMessage = `\`first\` is not a whole number from 1 to ${MAX_FIRST}`;

const Event = v.pipe(
  v.object({
    field: v.literal('readings'),
    organizationId: v.pipe(v.string(), v.regex(ULID)),
    deviceId: v.pipe(v.string(), v.regex(ULID, '`deviceId` is not the id of a device')),
    metrics: v.nullish(Metrics, null),
    from: Time('from'),
    to: Time('to'),
    order: v.nullish(v.picklist(['ASC', 'DESC']), 'ASC'),
    first: v.nullish(
      v.pipe(v.number(), v.integer(firstMessage), v.minValue(1, firstMessage), v.maxValue(MAX_FIRST, firstMessage)),
      100,
    ),
    after: v.nullish(v.string(), null),
    // A list, for a record would lose a metric that is named as a member of every object is.
    units: v.pipe(
      v.array(v.object({ metric: v.string(), unit: v.string() })),
      v.transform((units): ReadonlyMap<string, string> => new Map(units.map(({ metric, unit }) => [metric, unit]))),
    ),
  }),
  v.check(({ from, to }) => from < to, '`from` is not before `to`; the period is [from, to)'),
);

/** @throws SondeError `ValidationError` that says what is wrong with an argument */
export function parseEvent(event: unknown): ReadingsRequest {
  const parsed = v.safeParse(Event, event, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SondeError('ValidationError', issue.message, { cause: new v.ValiError(parsed.issues) });
}
