import type { RowBatch } from '../../../shared/readings/store.ts';

/** Rows as the readings store gives them, in batches of `size` whose position is the number of rows up to their end. Fields are a byte apart. */
export function batchesOf(rows: readonly (readonly string[])[], size = rows.length): RowBatch[] {
  const batches: RowBatch[] = [];
  for (let from = 0; from < rows.length; from += size) {
    const some = rows.slice(from, from + size);
    const fields = some.flat().map((field) => Buffer.from(field));
    const bounds = new Uint32Array(2 * fields.length);
    let at = 0;
    for (const [index, field] of fields.entries()) {
      bounds.set([at, at + field.length], 2 * index);
      at += field.length + 1;
    }
    const bytes = Buffer.from(some.flat().join('\0'));
    batches.push({ bytes, bounds, rows: some.length, position: `row ${from + some.length}`, progress: 0.5 });
  }
  return batches;
}

/** The batches after `position`, as a store gives them: the bytes of each are overwritten when the next is asked for. */
export async function* served(batches: readonly RowBatch[], position: string | null = null): AsyncGenerator<RowBatch> {
  const begin = batches.findIndex((batch) => batch.position === position) + 1;
  for (const batch of batches.slice(begin)) {
    const bytes = Buffer.from(batch.bytes);
    await Promise.resolve();
    yield { ...batch, bytes };
    bytes.fill('#');
  }
}

export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
