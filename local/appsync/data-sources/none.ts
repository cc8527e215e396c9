import * as v from 'valibot';
import type { DataSource } from '../types.ts';
import { parseRequest, refusedRequest, RequestError } from './request-error.ts';

const requestSchema = v.nullish(
  // To valibot a list is an object.
  v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), 'Expected an object, not a list'),
    v.object({ payload: v.optional(v.unknown()) }),
  ),
);

/** The NONE data source: gives the request's payload to the response handler. */
export function noneDataSource(): DataSource {
  return {
    invoke(request) {
      return Promise.resolve(answer(request));
    },
  };
}

function answer(request: unknown) {
  try {
    return { result: parseRequest(requestSchema, request)?.payload ?? null };
  } catch (error) {
    if (error instanceof RequestError) return refusedRequest(error);
    throw error;
  }
}
