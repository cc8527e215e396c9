import type { Fact } from '../../shared/mail/letter.ts';
import { plainText } from '../../shared/mail/plain-text.ts';
import type { ExportMailInput, MailedRequest } from './export-mail.ts';
import type { Formats } from './formats.ts';
import type { Language } from './languages/language.ts';

/** As many devices, and metrics, as a mail names. */
export const MAX_NAMES = 10;
const MAX_NAME = 80;

/** What was asked for, and how much it came to. */
export function factsOf(
  { request, outcome, exportId, requestedByName }: ExportMailInput,
  organization: string,
  language: Language,
  formats: Formats,
): Fact[] {
  const { labels } = language;
  const { metrics, from, to, format } = request;
  return [
    { label: labels.organization, value: organization },
    { label: labels.devices, value: devicesOf(request, language, formats) },
    {
      label: labels.metrics,
      value: metrics ? namesOf(metrics, metrics.length, language, formats) : language.allMetrics,
    },
    { label: labels.period, value: language.period(formats.time(from), formats.time(to)) },
    { label: labels.values, value: valuesOf(request, language, formats) },
    { label: labels.format, value: language.formats[format] },
    { label: labels.layout, value: layoutOf(request, language) },
    ...(outcome.kind === 'SUCCEEDED'
      ? [
          { label: labels.rows, value: formats.number(outcome.rows) },
          { label: labels.size, value: formats.size(outcome.bytes) },
        ]
      : []),
    ...(requestedByName === undefined
      ? []
      : [{ label: labels.requestedBy, value: plainText(requestedByName, MAX_NAME) }]),
    { label: labels.exportId, value: exportId },
  ];
}

function devicesOf({ devices }: MailedRequest, language: Language, formats: Formats): string {
  if (!devices) return language.allDevices;
  return namesOf(devices.names, devices.count, language, formats);
}

/** Some names, and how many more there are. */
function namesOf(names: readonly string[], count: number, language: Language, formats: Formats): string {
  const listed = names.slice(0, MAX_NAMES).map((name) => plainText(name, MAX_NAME));
  if (listed.length === 0) return formats.number(count);
  const others = count - listed.length;
  return formats.list(others > 0 ? [...listed, language.others(formats.number(others), others)] : listed);
}

function valuesOf({ window, statistics }: MailedRequest, language: Language, formats: Formats): string {
  if (window === null || statistics === null) return language.eachReading;
  const names = statistics.map((statistic) => language.statistics[statistic]);
  return language.windows(formats.list(names), formats.duration(window));
}

function layoutOf({ layout, window }: MailedRequest, { layouts }: Language): string {
  return window === null ? layouts[layout].readings : layouts[layout].windows;
}
