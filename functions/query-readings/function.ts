import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';
import { ReadingsLocation } from '../shared/readings/location.ts';

export default defineFunction({
  description: 'Answers history, statistics and charts from the readings store',
  timeoutSeconds: 29,
  memoryMb: 512,
  environment: v.object({
    READINGS_STORE: ReadingsLocation,
  }),
});
