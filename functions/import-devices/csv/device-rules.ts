import { METRIC_NAME } from '../../shared/names.ts';

/** A device as a row asks for it. What the row does not say is absent. */
export interface DeviceInput {
  name: string;
  description?: string;
  location?: { latitude: number; longitude: number; altitude?: number; name?: string };
  metrics: { name: string; unit?: string; label?: string }[];
}

/** What is wrong with a device, in the words in which `createDevice` refuses it; undefined where nothing is. */
export function problemOf({ name, description, location, metrics }: DeviceInput): string | undefined {
  return (
    textProblem('name', name, 200) ??
    textProblem('description', description, 2000) ??
    (location && locationProblem(location)) ??
    metricsProblem(metrics)
  );
}

function textProblem(member: string, text: string | undefined, most: number): string | undefined {
  if (text === undefined) return undefined;
  if (text.length > most) return `${member} must have at most ${most} characters; it has ${text.length}.`;
  return text.trim() === '' ? `${member} must have at least one character that is not blank.` : undefined;
}

function locationProblem({ latitude, longitude, altitude, name }: NonNullable<DeviceInput['location']>) {
  return (
    rangeProblem('location.latitude', latitude, [-90, 90], 'degrees') ??
    rangeProblem('location.longitude', longitude, [-180, 180], 'degrees') ??
    rangeProblem('location.altitude', altitude ?? 0, [-12_000, 100_000], 'metres') ??
    textProblem('location.name', name, 200)
  );
}

function rangeProblem(member: string, value: number, [least, most]: [number, number], unit: string) {
  if (value >= least && value <= most) return undefined;
  return `${member} must be ${least} to ${most} ${unit}; it is ${value}.`;
}

function metricsProblem(metrics: DeviceInput['metrics']): string | undefined {
  if (metrics.length > 50) return `metrics must have at most 50 metrics; it has ${metrics.length}.`;
  const names = metrics.map(({ name }) => name);
  const wrong = names.find((name) => !METRIC_NAME.test(name));
  if (wrong !== undefined) {
    return `metrics: "${wrong}" is no metric name: a letter or digit, then up to 63 letters, digits, "-", ":", ".", "/" or "_".`;
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `metrics must have each value once; "${twice}" is there twice.`;
  for (const { name, label, unit } of metrics) {
    const problem =
      textProblem(`metrics: the label of "${name}"`, label, 200) ??
      textProblem(`metrics: the unit of "${name}"`, unit, 32);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
