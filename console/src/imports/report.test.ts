import { expect, it } from 'vitest';
import { REPORT_HEADER, reportLines } from '../../../functions/import-devices/report.ts';
import { faultsOf } from './report.ts';

it('has the rows of a report that say what is wrong', () => {
  const report = reportLines([
    { line: 2, name: 'North, pier', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8J' },
    { line: 3, name: '=1+1', error: 'metrics: "a b" is no metric name' },
    { line: 4, name: 'x'.repeat(100_000), error: 'name is too long' },
    { line: 5, name: 'Two\nlines', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8K', error: 'It has no certificate' },
  ]);
  expect(faultsOf(`${REPORT_HEADER}${report}`)).toEqual([
    { line: 3, name: '=1+1', status: 'failed', error: 'metrics: "a b" is no metric name' },
    { line: 4, name: `${'x'.repeat(64)}…`, status: 'failed', error: 'name is too long' },
    { line: 5, name: 'Two\nlines', status: 'succeeded', error: 'It has no certificate' },
  ]);
  expect(faultsOf(REPORT_HEADER)).toEqual([]);
});
