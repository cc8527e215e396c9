/** What the benchmark of ingest runs, bundled as functions are. */
export { ingest } from '../../functions/ingest/ingest.ts';
export { portsAtOnce, portsOfServices } from './ports.ts';
