import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';
import { ReadingsLocation } from '../shared/readings/location.ts';

export default defineFunction({
  description: 'Stores the readings that devices publish, and pushes them to subscribers',
  timeoutSeconds: 60,
  memoryMb: 512,
  environment: v.object({
    READINGS_STORE: ReadingsLocation,
    DEVICES_TABLE: v.pipe(v.string(), v.nonEmpty()),
    LATEST_TABLE: v.pipe(v.string(), v.nonEmpty()),
    DEAD_LETTER_QUEUE_URL: v.pipe(v.string(), v.url()),
    GRAPHQL_URL: v.pipe(v.string(), v.url()),
  }),
  graphqlFields: ['Mutation.publishReadings'],
  // The payload travels as base64, so that any bytes pass; tenant and device come from the topic, never from the payload.
  iotRule:
    "SELECT encode(*, 'base64') AS payload, topic(3) AS organization, topic(4) AS device, timestamp() AS receivedAt, principal() AS principal FROM 'dt/sonde/+/+'",
});
