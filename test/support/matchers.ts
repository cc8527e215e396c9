import { expect } from 'vitest';
import type { Answer } from './graphql.ts';

/** An id that Sonde gave. */
export const aUlid = expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) as string;
/** A time that Sonde noted, as `createdAt`. */
export const aTime = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/) as string;

/** What came of requests that were sent at once: what those answered that worked, and the errors of the others. */
export function tally<T>(answers: readonly Answer<T>[]) {
  return {
    done: answers.flatMap(({ data, errors }) => (errors ? [] : [data])),
    errors: answers.flatMap(({ errors }) => errors ?? []),
  };
}
