import { mailLanguages } from '../../../shared/mail/languages.ts';
import type { Language } from './language.ts';

export const english: Language = {
  ...mailLanguages.en,
  ready: {
    subject: (organization, size) => `Export ready (${size}) – ${organization}`,
    heading: 'The export is ready',
    opening: (organization) => `The export of readings of ${organization} is ready to be downloaded.`,
  },
  empty: {
    subject: (organization) => `Export empty: no readings found – ${organization}`,
    heading: 'The export is empty',
    opening: (organization) =>
      `The export of readings of ${organization} has been made, but no reading matches what was asked for. Please check the devices, the metrics and the period below.`,
  },
  failed: {
    subject: (organization) => `Export failed – ${organization}`,
    heading: 'The export failed',
    opening: (organization) => `The export of readings of ${organization} could not be made.`,
  },
  headerOnly: 'The file has no more than its header.',
  download: (name, about) => `Download ${name} (${about})`,
  moreFiles: (count, exportId) =>
    `There are more files than this message lists; ${count} are not in it. Those who may see exports find links to all of them in the export ${exportId}: in the API, by the query “export”, field “files”.`,
  linkNotes: (count, expiresAt) =>
    count === 1
      ? [`The link works until ${expiresAt} (UTC).`, 'It is personal and needs no sign-in: please do not pass it on.']
      : [
          `The links work until ${expiresAt} (UTC).`,
          'They are personal and need no sign-in: please do not pass them on.',
        ],
  serviceMessage: (message) => `The service says: “${message}”`,
  errors: {
    ValidationError: {
      kind: 'What was asked for cannot be exported.',
      advice: 'Please change the request as the message says, and ask again.',
    },
    NotFoundError: {
      kind: 'Something that the export needs is no longer there.',
      advice: 'Please check the devices, and ask again.',
    },
    ConflictError: {
      kind: 'Something changed while the export was being made.',
      advice: 'Please ask for it again.',
    },
    Unauthorized: {
      kind: 'The export was not permitted.',
      advice: 'Please ask an administrator of your organization.',
    },
    LimitExceededError: {
      kind: 'It is more than one export may be.',
      advice: 'Please ask for a shorter period, fewer devices or fewer metrics.',
    },
    TimeoutError: {
      kind: 'It took too long.',
      advice: 'Please ask for a shorter period, fewer devices or fewer metrics.',
    },
    InternalError: {
      kind: 'Something went wrong on our side.',
      advice:
        'Please ask for the export again. Should it fail again, tell those who run this service; the export’s id below helps them.',
    },
  },
  factsHeading: 'About this export',
  labels: {
    organization: 'Organization',
    devices: 'Devices',
    metrics: 'Metrics',
    period: 'Period',
    values: 'Values',
    format: 'Format',
    layout: 'Layout',
    rows: 'Rows',
    size: 'Size',
    requestedBy: 'Requested by',
    exportId: 'Export id',
  },
  allDevices: 'All devices',
  allMetrics: 'All metrics',
  others: (formatted, count) => `${formatted} ${count === 1 ? 'other' : 'others'}`,
  period: (from, to) => `From ${from} to ${to} (UTC), the end not included`,
  eachReading: 'Every reading',
  windows: (statistics, duration) => `${capitalized(statistics)} of each window of ${duration} (UTC)`,
  statistics: {
    AVG: 'mean',
    MIN: 'minimum',
    MAX: 'maximum',
    SUM: 'sum',
    COUNT: 'number of readings',
    FIRST: 'first value',
    LAST: 'last value',
    STDDEV: 'standard deviation',
    P50: 'median (approximate)',
    P90: '90th percentile (approximate)',
    P95: '95th percentile (approximate)',
    P99: '99th percentile (approximate)',
  },
  formats: { CSV: 'CSV, compressed with gzip', PARQUET: 'Apache Parquet' },
  layouts: {
    LONG: { readings: 'One row per reading', windows: 'One row per window, device and metric' },
    WIDE: {
      readings: 'One row per time and device, one column per metric',
      windows: 'One row per window and device, one column per metric and statistic',
    },
  },
  rows: { one: 'row', other: 'rows' },
};

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
