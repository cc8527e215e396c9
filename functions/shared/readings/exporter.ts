import type { AwsAccess } from '../aws-client.ts';
import type { Log } from '../logger.ts';
import type { ReadingsLocation } from './location.ts';
import type { ReadingExporter } from './store.ts';

export interface ExporterOptions {
  buckets: { exports: string; unload: string };
  log: Log;
  aws?: AwsAccess;
}

/** The readings store of a deployment, for getting very many readings out of it. Loads what knows that store, and nothing of another. */
export async function createExporter(location: ReadingsLocation, options: ExporterOptions): Promise<ReadingExporter> {
  switch (location.kind) {
    case 'timestream': {
      const { connectExporter } = await import('./timestream/connect-exporter.ts');
      return connectExporter(location, options);
    }
    case 'dynamodb': {
      const { connectExporter } = await import('./dynamodb/connect-exporter.ts');
      return connectExporter(location, options);
    }
  }
}
