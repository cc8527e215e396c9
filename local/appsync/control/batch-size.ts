import * as v from 'valibot';
import type { Control } from './control.ts';
import { requireDataSource } from './data-sources.ts';
import { badRequest } from './refusals.ts';

/** `maxBatchSize` of a resolver or function; 0 sets none. Source: CreateResolver, AWS AppSync API Reference. */
export const maxBatchSize = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2000)), 0);

/** Throws where a batch size is set for what is not sent to a function. */
export function requireBatching(control: Control, apiId: string, dataSourceName: string, size: number): void {
  const { type } = requireDataSource(control, apiId, dataSourceName);
  if (size > 0 && type !== 'AWS_LAMBDA')
    throw badRequest(`maxBatchSize is for data sources of type AWS_LAMBDA; ${dataSourceName} is of type ${type}.`);
}
