import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';
import { ReadingsLocation } from '../shared/readings/location.ts';

type TableLocation = Extract<ReadingsLocation, { kind: 'dynamodb' }>;

export default defineFunction({
  description:
    'Merges the readings of hours that are over into blocks and summaries; rebuilds and erases them for an operator',
  timeoutSeconds: 900,
  // A whole processor, which is what merging takes; it needs 200 MB. Source: AWS Lambda Developer Guide, "Configure Lambda function memory".
  memoryMb: 1769,
  environment: v.object({
    READINGS_STORE: v.pipe(
      ReadingsLocation,
      v.custom<TableLocation>(
        (location) => v.is(v.object({ kind: v.literal('dynamodb') }), location),
        'must be dynamodb:<table>/<days that readings are kept>: there is nothing to merge in Timestream',
      ),
    ),
  }),
  schedule: 'rate(5 minutes)',
  readingsStore: 'dynamodb',
});
