import type { Known } from './newest.ts';

/** Of {@link metricsText}. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The newest values as Prometheus scrapes them. No sample has a time of its own, as Prometheus would drop what was measured a while ago: when it was is a
 * metric of its own. Source: Prometheus documentation, "Exposition formats".
 */
export function metricsText(devices: ReadonlyMap<string, Known>, isLive: boolean): string {
  const samples = [...devices].flatMap(([deviceId, { name, readings }]) =>
    [...readings.values()].map(({ metric, unit, time, value }) => ({
      labels: labels({ device_id: deviceId, device: name, metric, unit: unit ?? '' }),
      seconds: Date.parse(time) / 1000,
      value,
    })),
  );
  return [
    ...family('sonde_live', 'Whether new readings arrive as they are measured.', [`sonde_live ${isLive ? 1 : 0}`]),
    ...family('sonde_devices', 'How many devices there are.', [`sonde_devices ${devices.size}`]),
    ...family(
      'sonde_reading',
      'The newest value of a metric of a device.',
      samples.flatMap(({ labels, value }) => (value === null ? [] : [`sonde_reading${labels} ${value}`])),
    ),
    ...family(
      'sonde_reading_timestamp_seconds',
      'When the newest reading of a metric of a device was measured, in Unix time.',
      samples.map(({ labels, seconds }) => `sonde_reading_timestamp_seconds${labels} ${seconds}`),
    ),
    '',
  ].join('\n');
}

function family(name: string, help: string, samples: string[]): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
}

function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
