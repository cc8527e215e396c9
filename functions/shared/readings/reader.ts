import type { AwsAccess } from '../aws-client.ts';
import type { Log } from '../logger.ts';
import type { ReadingsLocation } from './location.ts';
import type { ReadingReader } from './store.ts';

/** AppSync gives up on a request after 30 s; a function that has to start needs some of them. */
const TIME_LIMIT = 25_000;

export interface ReaderOptions {
  log: Log;
  aws?: AwsAccess;
}

/** The readings store of a deployment, for reading. Loads what knows that store, and nothing of another. */
export async function createReader(location: ReadingsLocation, options: ReaderOptions): Promise<ReadingReader> {
  const settings = { ...options, timeLimit: TIME_LIMIT };
  switch (location.kind) {
    case 'timestream': {
      const { connectReader } = await import('./timestream/connect-reader.ts');
      return connectReader(location, settings);
    }
    case 'dynamodb': {
      const { connectReader } = await import('./dynamodb/connect-reader.ts');
      return connectReader(location, settings);
    }
  }
}
