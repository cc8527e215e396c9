import type { ReadingReader } from '../store.ts';
import { aggregate } from './aggregate.ts';
import { outline } from './outline.ts';
import { readPage } from './page.ts';
import { periods } from './periods.ts';
import type { Source } from './stretches.ts';
import { withinTime } from './within-time.ts';

export interface ReaderOptions extends Omit<Source, 'signal'> {
  /** How long an answer may take in all, in ms. */
  timeLimit: number;
}

/** Reads from a table of DynamoDB: all that was written before it is asked, merged or not. */
export function dynamodbReader({ timeLimit, ...source }: ReaderOptions): ReadingReader {
  const ask = <Query, Answer>(question: (query: Query, source: Source) => Promise<Answer>) => {
    return (query: Query) => withinTime(timeLimit, (signal) => question(query, { ...source, signal }));
  };
  return { page: ask(readPage), aggregate: ask(aggregate), periods: ask(periods), outline: ask(outline) };
}
