import * as v from 'valibot';
import type { MessageId } from '../../i18n/messages.ts';
import type { DeviceValues } from '../values.ts';

/** What is in the fields of the form. */
export interface DeviceForm {
  name: string;
  description: string;
  latitude: string;
  longitude: string;
  altitude: string;
  place: string;
  metrics: EnteredMetric[];
}

export interface EnteredMetric {
  /** Tells it from the others, whatever is entered. */
  key: string;
  name: string;
  label: string;
  unit: string;
}

export const MOST_METRICS = 50;

let metricsMade = 0;

export function newMetric(given: Partial<Omit<EnteredMetric, 'key'>> = {}): EnteredMetric {
  metricsMade += 1;
  return { key: `metric-${metricsMade}`, name: '', label: '', unit: '', ...given };
}

/** @param write a number as it may be entered: in the reader's language, without a power of ten */
export function formOf(
  { name, description, location, metrics }: DeviceValues,
  write: (value: number) => string,
): DeviceForm {
  const written = (value: number | null | undefined): string => (typeof value === 'number' ? write(value) : '');
  return {
    name,
    description: description ?? '',
    latitude: written(location?.latitude),
    longitude: written(location?.longitude),
    altitude: written(location?.altitude),
    place: location?.name ?? '',
    metrics: metrics.map((metric) =>
      newMetric({ name: metric.name, label: metric.label ?? '', unit: metric.unit ?? '' }),
    ),
  };
}

export const EMPTY_DEVICE: DeviceValues = { name: '', description: null, location: null, metrics: [] };

const problem = (id: MessageId): MessageId => id;
const text = (most: number, tooLong: MessageId) => v.pipe(v.string(), v.trim(), v.maxLength(most, tooLong));
const optionalText = (most: number, tooLong: MessageId) =>
  v.pipe(
    text(most, tooLong),
    v.transform((entered) => (entered === '' ? null : entered)),
  );
/** A number as people write it, with a decimal point or comma, and no sign after it. What is no such thing is said: none is made of its digits. */
const NUMBER = /^[-\u2212+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;
const optionalNumber = (least: number, most: number, outside: MessageId) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check((entered) => entered === '' || NUMBER.test(entered), outside),
    v.transform((entered) => (entered === '' ? null : Number(entered.replace('\u2212', '-').replace(',', '.')))),
    v.nullable(v.pipe(v.number(), v.minValue(least, outside), v.maxValue(most, outside))),
  );

const Metric = v.object({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}$/, problem('devices.form.metric.name.wrong')),
  ),
  label: optionalText(200, problem('devices.form.tooLong.200')),
  unit: optionalText(32, problem('devices.form.tooLong.32')),
});

/** What the API takes; each issue's message is the id of what to say. */
const Form = v.pipe(
  v.object({
    name: v.pipe(text(200, problem('devices.form.tooLong.200')), v.minLength(1, problem('devices.form.name.missing'))),
    description: optionalText(2000, problem('devices.form.tooLong.2000')),
    latitude: optionalNumber(-90, 90, problem('devices.form.latitude.wrong')),
    longitude: optionalNumber(-180, 180, problem('devices.form.longitude.wrong')),
    altitude: optionalNumber(-12_000, 100_000, problem('devices.form.altitude.wrong')),
    place: optionalText(200, problem('devices.form.tooLong.200')),
    metrics: v.pipe(
      v.array(Metric),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const names = dataset.value.map(({ name }) => name);
        for (const index of names.keys()) {
          const metric = dataset.value[index];
          if (!metric || names.indexOf(metric.name) === index) continue;
          addIssue({
            message: problem('devices.form.metric.name.twice'),
            path: [
              { type: 'array', origin: 'value', input: dataset.value, key: index, value: metric },
              { type: 'object', origin: 'value', input: metric, key: 'name', value: metric.name },
            ],
          });
        }
      }),
    ),
  }),
  // A place has both coordinates, or there is none.
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input = dataset.value;
    const { latitude, longitude, altitude, place } = input;
    if ([latitude, longitude, altitude, place].every((member) => member === null)) return;
    for (const key of ['latitude', 'longitude'] as const) {
      if (input[key] !== null) continue;
      const message = problem('devices.form.coordinates.missing');
      addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value: null }] });
    }
  }),
  v.transform(({ name, description, latitude, longitude, altitude, place, metrics }): DeviceValues => ({
    name,
    description,
    location: latitude === null || longitude === null ? null : { latitude, longitude, altitude, name: place },
    metrics,
  })),
);

/** What is entered, as the API takes it; or, by field such as `metrics.0.name`, the id of what is wrong with it. */
export function parseForm(form: DeviceForm): { values: DeviceValues } | { problems: Record<string, MessageId> } {
  const parsed = v.safeParse(Form, form);
  if (parsed.success) return { values: parsed.output };
  const problems = parsed.issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message as MessageId] as const);
  // The first of what is wrong with a field is said.
  return { problems: Object.fromEntries(problems.reverse()) };
}
