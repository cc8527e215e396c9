import {
  CancelExportDocument,
  DeleteExportDocument,
  ExportDocument,
  RequestExportDocument,
} from '../../examples/generated/documents.ts';
import { DAY, UNKNOWN, type Refused } from './refusals.ts';

const invalid = (message: string) => ['ValidationError', message] as const;
const missing = (noun: string, id: string) => ['NotFoundError', `There is no ${noun} with the id "${id}".`] as const;
const asking = (members: object, refusal: readonly [string, string]) =>
  [() => ({ input: { ...DAY, ...members } }), refusal] as const;
const nobody = (...addresses: string[]) =>
  invalid(
    `recipients must be addresses of active people of your organization, which these are not: ${addresses.join(', ')}.`,
  );

/** By field, what exports refuse though it fits the schema. */
export const refusedExports: readonly Refused[] = [
  ...(
    [
      { document: ExportDocument, field: 'export', nullable: true },
      { document: CancelExportDocument, field: 'cancelExport' },
      { document: DeleteExportDocument, field: 'deleteExport' },
    ] as const
  ).map((field) => ({
    ...field,
    cases: {
      'an unknown id': [() => ({ id: UNKNOWN }), missing('export', UNKNOWN)] as const,
      'what is no id': [() => ({ id: 'last' }), missing('export', 'last')] as const,
    },
  })),
  {
    document: RequestExportDocument,
    field: 'requestExport',
    cases: {
      'an unknown device': asking({ deviceIds: [UNKNOWN] }, missing('device', UNKNOWN)),
      'no device': asking({ deviceIds: [] }, invalid('The number of deviceIds must be 1 to 100; it is 0.')),
      'a device twice': asking(
        { deviceIds: [UNKNOWN, UNKNOWN] },
        invalid(`deviceIds must have each value once; "${UNKNOWN}" is there twice.`),
      ),
      'no metric': asking(
        { metrics: [] },
        invalid('metrics must name at least one metric; leave it out to get all of them.'),
      ),
      'an empty period': asking(
        { to: DAY.from },
        invalid('to must be later than from, by a millisecond at least: the period is [from, to).'),
      ),
      'columns without metrics': asking(
        { layout: 'WIDE' },
        invalid('layout WIDE needs metrics: they are the columns. Name them, or ask for LONG.'),
      ),
      'a window without statistics': asking(
        { window: 'PT1H' },
        invalid('window and statistics go together: give both to get figures a window, or none to get each reading.'),
      ),
      'what is no window': asking(
        { window: '1h', statistics: ['AVG'] },
        invalid(
          'window must be an ISO 8601 duration of one unit from PT1S to P366D, such as PT15M, PT1H or P1D; it is "1h".',
        ),
      ),
      'a statistic twice': asking(
        { window: 'PT1H', statistics: ['AVG', 'AVG'] },
        invalid('statistics must have each value once; "AVG" is there twice.'),
      ),
      'too many recipients': asking(
        { recipients: Array.from({ length: 21 }, (_, index) => `r${index}@harbour.example`) },
        invalid('recipients must have at most 20 addresses; it has 21.'),
      ),
      'a recipient twice': asking(
        { recipients: ['viewer@harbour.example', 'Viewer@harbour.example'] },
        invalid('recipients must have each value once; "viewer@harbour.example" is there twice.'),
      ),
      'recipients of no organization': asking(
        { recipients: ['viewer@harbour.example', 'who@nowhere.example'] },
        nobody('who@nowhere.example'),
      ),
      'too long a token': asking(
        { clientToken: 'x'.repeat(65) },
        invalid('clientToken must have 1 to 64 characters, all of them printable ASCII.'),
      ),
    },
  },
];
