import * as v from 'valibot';
import { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { physicalName } from './names.ts';

const Configuration = v.object({
  Environment: v.object({ Variables: v.object({ READINGS_STORE: ReadingsLocation }) }),
});

/** Where a Sonde keeps readings, whoever made it: where its functions say. */
export function readingsLocation(lambda: Pick<Lambda, 'getFunctionConfiguration'>): ReadingsLocation {
  const configuration = lambda.getFunctionConfiguration({ FunctionName: physicalName('ingest') });
  return v.parse(Configuration, configuration).Environment.Variables.READINGS_STORE;
}
