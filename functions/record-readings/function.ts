import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';
import { ReadingsLocation } from '../shared/readings/location.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: 'Stores the readings that operators record, and pushes the newest of them to subscribers',
  timeoutSeconds: 29,
  memoryMb: 512,
  environment: v.object({
    READINGS_STORE: ReadingsLocation,
    LATEST_TABLE: Name,
    GRAPHQL_URL: v.pipe(v.string(), v.url()),
  }),
  graphqlFields: ['Mutation.publishReadings'],
});
