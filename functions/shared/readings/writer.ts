import type { AwsAccess } from '../aws-client.ts';
import type { ReadingsLocation } from './location.ts';
import type { ReadingWriter } from './store.ts';

export interface WriterOptions {
  /** How long one `write` may take in all, in ms. */
  timeLimit: number;
  aws?: AwsAccess;
}

/** The readings store of a deployment, for writing. Loads what knows that store, and nothing of another. */
export async function createWriter(location: ReadingsLocation, options: WriterOptions): Promise<ReadingWriter> {
  switch (location.kind) {
    case 'timestream': {
      const { connectWriter } = await import('./timestream/connect-writer.ts');
      return connectWriter(location, options);
    }
    case 'dynamodb': {
      const { connectWriter } = await import('./dynamodb/connect-writer.ts');
      return connectWriter(location, options);
    }
  }
}
