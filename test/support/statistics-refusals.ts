import { AggregatesDocument, DataPeriodDocument, DownsampleDocument } from '../../examples/generated/documents.ts';
import { DAY, UNKNOWN, type Known, type Refused } from './refusals.ts';

const invalid = (message: string) => ['ValidationError', message] as const;
const missing = (id: string) => ['NotFoundError', `There is no device with the id "${id}".`] as const;
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `metric${index}`);

const asked = { metrics: ['level'], ...DAY, window: 'PT1H', statistics: ['AVG'] };
const statistics = (members: object, refusal: readonly [string, string]) =>
  [({ deviceId }: Known) => ({ deviceIds: [deviceId], ...asked, ...members }), refusal] as const;
const withOthers = (deviceIds: string[], refusal: readonly [string, string]) =>
  [({ deviceId }: Known) => ({ deviceIds: [deviceId, ...deviceIds], ...asked }), refusal] as const;
const chart = (members: object, refusal: readonly [string, string]) =>
  [({ deviceId }: Known) => ({ deviceId, metrics: ['level'], ...DAY, ...members }), refusal] as const;

const EMPTY_PERIOD = '`from` is not before `to`; the period is [from, to)';
const WINDOW = '`window` is not one of PT1S to PT24H, P1D to P366D, P1W, P1M and P1Y: an ISO 8601 duration of one unit';
const NO_NAME =
  'metrics: "-" is no metric name: a letter or digit, then up to 63 letters, digits, "-", ":", ".", "/" or "_".';

/** By field, what statistics and charts refuse though it fits the schema. */
export const refusedStatistics: readonly Refused[] = [
  {
    document: AggregatesDocument,
    field: 'aggregates',
    cases: {
      'an unknown device': statistics({ deviceIds: [UNKNOWN] }, missing(UNKNOWN)),
      'an unknown device beside others': withOthers([UNKNOWN], missing(UNKNOWN)),
      'what is no id': withOthers(['buoy'], missing('buoy')),
      'no device': statistics({ deviceIds: [] }, invalid('The number of deviceIds must be 1 to 50; it is 0.')),
      'a device twice': statistics(
        { deviceIds: [UNKNOWN, UNKNOWN] },
        invalid(`deviceIds must have each value once; "${UNKNOWN}" is there twice.`),
      ),
      'no metric': statistics({ metrics: [] }, invalid('The number of metrics must be 1 to 50; it is 0.')),
      'too many metrics': statistics(
        { metrics: names(51) },
        invalid('The number of metrics must be 1 to 50; it is 51.'),
      ),
      'what is no metric': statistics({ metrics: ['-'] }, invalid(NO_NAME)),
      'no statistic': statistics({ statistics: [] }, invalid('The number of statistics must be 1 to 12; it is 0.')),
      'a statistic twice': statistics(
        { statistics: ['AVG', 'AVG'] },
        invalid('statistics must have each value once; "AVG" is there twice.'),
      ),
      'an empty period': statistics({ to: DAY.from }, invalid(EMPTY_PERIOD)),
      'a window that is too long': statistics({ window: 'PT25H' }, invalid(WINDOW)),
      'a window of two units': statistics({ window: 'P1DT1H' }, invalid(WINDOW)),
      'SQL as a window': statistics({ window: "1h') OR ('1'='1" }, invalid(WINDOW)),
      'an unknown time zone': statistics(
        { timeZone: 'Mars/Olympus' },
        invalid('`timeZone`: "Mars/Olympus" is not in the IANA time zone database; it has names such as Europe/Paris'),
      ),
    },
  },
  {
    document: DataPeriodDocument,
    field: 'dataPeriod',
    cases: {
      'an unknown device': [() => ({ deviceId: UNKNOWN }), missing(UNKNOWN)],
      'what is no id': [() => ({ deviceId: 'buoy' }), missing('buoy')],
    },
  },
  {
    document: DownsampleDocument,
    field: 'downsample',
    cases: {
      'an unknown device': chart({ deviceId: UNKNOWN }, missing(UNKNOWN)),
      'no metric': chart({ metrics: [] }, invalid('The number of metrics must be 1 to 10; it is 0.')),
      'too many metrics': chart({ metrics: names(11) }, invalid('The number of metrics must be 1 to 10; it is 11.')),
      'too few points': chart({ points: 3 }, invalid('points must be 4 to 5000; it is 3.')),
      'too many points': chart({ points: 5001 }, invalid('points must be 4 to 5000; it is 5001.')),
      'an empty period': chart({ to: DAY.from }, invalid(EMPTY_PERIOD)),
    },
  },
];
