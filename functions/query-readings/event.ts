import * as v from 'valibot';
import { SondeError } from '../shared/errors.ts';
import { AggregatesRequest } from './aggregates.ts';
import { DataPeriodRequest } from './data-period.ts';
import { DownsampleRequest } from './downsample.ts';
import { ReadingsRequest } from './readings.ts';

/** What the resolvers of the fields that this function answers send. */
const Event = v.variant('field', [ReadingsRequest, AggregatesRequest, DataPeriodRequest, DownsampleRequest]);

/** @throws SondeError `ValidationError` that says what is wrong with an argument */
export function parseEvent(event: unknown): v.InferOutput<typeof Event> {
  const parsed = v.safeParse(Event, event, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SondeError('ValidationError', issue.message, { cause: new v.ValiError(parsed.issues) });
}
