import { describe, expect, it } from 'vitest';
import { blockKey, HOUR, hourOf, partitionOf } from './keys.ts';
import { seriesOf } from './merge.ts';
import type { RangeQuery } from './table.ts';
import type { HandTable } from './testing/merge-by-hand.ts';
import { mergeByHand, putHour, writeByHand } from './testing/merge-by-hand.ts';
import { memoryTable } from './testing/memory-table.ts';
import { newDevice, NOW, organizationId, reading, readerOf, SECOND, source, start } from './testing/read-world.ts';

describe('an answer while hours are merged', () => {
  const hour = hourOf(start);
  const sent = (deviceId: string) =>
    Array.from({ length: 20 }, (_, index) =>
      reading(deviceId, { time: start + BigInt(index) * 100n * SECOND, value: index }),
    );
  const query = (deviceId: string) => ({
    ...{ organizationId, deviceId, metrics: ['a'], from: start, to: start + HOUR },
    ...({ order: 'DESC', after: null, limit: 100 } as const),
  });

  it('has all that was written, wherever a merge ends', async () => {
    for (let end = 1; end <= 4; end++) {
      const deviceId = newDevice();
      const pk = partitionOf({ organizationId, deviceId });
      const memory = memoryTable(() => NOW);
      await writeByHand(sent(deviceId), source(memory));
      let queries = 0;
      const table = {
        async *query(...range: Parameters<HandTable['query']>) {
          if (++queries === end) await mergeByHand(pk, hour, 2, source(memory));
          yield* memory.query(...range);
        },
      };
      const page = await readerOf(table).page({ ...query(deviceId), metrics: null });
      expect(page.map(({ value }) => value)).toEqual(
        sent(deviceId)
          .map(({ value }) => value)
          .reverse(),
      );
    }
  });

  it('has what moved from a block that was read later to one that was read before', async () => {
    const deviceId = newDevice();
    const pk = partitionOf({ organizationId, deviceId });
    const memory = memoryTable(() => NOW);
    const series = seriesOf(hour, sent(deviceId));
    const begins = [start + HOUR / 2n];
    await putHour(pk, 'a', { hour, series, blocks: 1, begins }, source(memory));
    const table = {
      async *query(range: RangeQuery, signal: AbortSignal) {
        // A page each, and the hour is cut anew behind the first one.
        for await (const page of memory.query({ ...range, pageSize: 1 }, signal)) {
          yield page;
          if (range.first.startsWith('B#')) await putHour(pk, 'a', { hour, series, blocks: 4, begins }, source(memory));
        }
      },
    };
    const page = await readerOf(table).page(query(deviceId));
    expect(page.map(({ value }) => value)).toEqual(
      sent(deviceId)
        .map(({ value }) => value)
        .reverse(),
    );
  });

  it('is an error where blocks never come to follow each other', async () => {
    const deviceId = newDevice();
    const pk = partitionOf({ organizationId, deviceId });
    const memory = memoryTable(() => NOW);
    await putHour(pk, 'a', { hour, series: seriesOf(hour, sent(deviceId)), blocks: 3 }, source(memory));
    await memory.deleteAll([{ pk, sk: blockKey('a', start + HOUR / 3n) }], source(memory).signal);
    await expect(readerOf(memory).page(query(deviceId))).rejects.toThrow('do not follow each other');
  });
});
