import type { ExtractionJob, ReadingExporter } from '../store.ts';

/** When a worker dies: before its step is kept, or after that. */
export type Death = 'BEFORE' | 'AFTER' | null;

/** The state of an extraction that is done, by as many workers as it takes. */
export async function extract(
  exporter: ReadingExporter,
  job: ExtractionJob,
  deaths: readonly Death[] = [],
): Promise<string> {
  let state: string | null = null;
  let worker = 0;
  for (let step = 0; step < 100; step++) {
    const extraction = await exporter.advance({ ...job, owner: `worker ${worker}` }, state);
    const death = deaths[step] ?? null;
    if (death !== null) worker++;
    if (death === 'BEFORE') continue;
    state = extraction.state;
    if (extraction.done) return state;
  }
  throw new Error('It does not end');
}

/** All rows from a position on, and where each batch ended after how many of them. Empty fields are null. */
export async function rowsOf(
  exporter: ReadingExporter,
  job: ExtractionJob,
  state: string,
  from: string | null = null,
): Promise<{ rows: (string | null)[][]; batches: { position: string; rows: number; progress: number }[] }> {
  const rows: (string | null)[][] = [];
  const batches: { position: string; rows: number; progress: number }[] = [];
  for await (const { bytes, bounds, rows: count, position, progress } of exporter.read(job, state, from)) {
    const width = bounds.length / count;
    for (let row = 0; row < count; row++)
      rows.push(
        Array.from({ length: width / 2 }, (_, column) => {
          const at = row * width + column * 2;
          return bytes.toString('utf8', bounds[at], bounds[at + 1]) || null;
        }),
      );
    batches.push({ position, rows: rows.length, progress });
  }
  return { rows, batches };
}
