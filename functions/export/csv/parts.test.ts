import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowBatch } from '../../shared/readings/store.ts';
import { fileParts } from './parts.ts';
import type { FilePart, PartOptions } from './parts.ts';
import type { DeviceDirectory } from './series-cells.ts';
import { all, batchesOf, served } from './testing/batches.ts';
import { csvWriter } from './writer.ts';

const HEADER = 'time,device_id,device_name,metric,unit,value,text\r\n';
const devices: DeviceDirectory = {
  find: (id) => (id === 'gone' ? undefined : { name: `Device ${id}`, units: new Map() }),
};

function partsOf(batches: AsyncIterable<RowBatch>, options: PartOptions): AsyncGenerator<FilePart> {
  return fileParts(batches, csvWriter({ layout: 'LONG', metrics: null, aggregation: null }, devices), options);
}

function row(index: number, device = `d${index % 3}`): string[] {
  return [`2026-03-29 01:59:59.${String(index).padStart(9, '0')}`, device, 'm', String(index), ''];
}

function rowsOf(count: number): string[][] {
  return Array.from({ length: count }, (_, index) => row(index));
}

function text(parts: readonly FilePart[]): string {
  return gunzipSync(Buffer.concat(parts.map(({ body }) => body))).toString();
}

describe('the parts of a file', () => {
  it('are whole gzip members that together are the file', async () => {
    const rows = rowsOf(1000);
    const options = { withHeader: true, blockBytes: 1000, partBytes: 2000 };
    const parts = await all(partsOf(served(batchesOf(rows, 7)), options));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map(({ isLast }) => isLast)).toEqual(parts.map((_, index) => index === parts.length - 1));
    for (const part of parts.slice(0, -1)) expect(part.body.length).toBeGreaterThanOrEqual(2000);
    const lines = parts.map((part) => text([part]).split('\r\n').length - 1);
    expect(lines).toEqual(parts.map((part, index) => part.rows + (index === 0 ? 1 : 0)));
    const times = text(parts).match(/^2026[^,]*/gm);
    expect(times).toHaveLength(1000);
    expect(new Set(times).size).toBe(1000);
    expect(text(parts).startsWith(HEADER)).toBe(true);
    expect(parts.at(-1)?.position).toBe('row 1000');
  });

  it('are the header alone where there is nothing', async () => {
    const parts = await all(partsOf(served([]), { withHeader: true }));
    expect(parts).toMatchObject([{ rows: 0, position: null, isLast: true }]);
    expect(text(parts)).toBe(HEADER);
  });

  it('are the header alone where all devices are gone', async () => {
    const batches = batchesOf([row(1, 'gone'), row(2, 'gone')], 1);
    const parts = await all(partsOf(served(batches), { withHeader: true }));
    expect(parts).toMatchObject([{ rows: 0, position: 'row 2', isLast: true }]);
    expect(text(parts)).toBe(HEADER);
  });

  it('are none after the last', async () => {
    expect(await all(partsOf(served([]), { withHeader: false }))).toEqual([]);
  });

  it('tell neither when nor on what system they were made', async () => {
    const [part] = await all(partsOf(served(batchesOf(rowsOf(1))), { withHeader: true }));
    expect([...part!.body.subarray(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
    expect(part!.body[9]).toBe(255);
  });

  it('are 8 MiB or little more, of 1 MiB of CSV a member, unless it is said otherwise', async () => {
    const noise = Array.from({ length: 24 }, () => randomBytes(600_000).toString('base64'));
    const batches = batchesOf(
      noise.map((text, index) => [...row(index).slice(0, 4), text]),
      1,
    );
    const sizes = (await all(partsOf(served(batches), { withHeader: true }))).map(({ body }) => body.length);
    expect(sizes[0]).toBeGreaterThanOrEqual(8 * 2 ** 20);
    expect(sizes[0]).toBeLessThan(10 * 2 ** 20);
  });

  it('made from any position on are the same bytes', async () => {
    const run = fc.record({
      rows: fc.integer({ min: 0, max: 300 }),
      gone: fc.func(fc.boolean()),
      batchSize: fc.integer({ min: 1, max: 20 }),
      blockBytes: fc.integer({ min: 1, max: 1500 }),
      partBytes: fc.integer({ min: 1, max: 1500 }),
      concurrency: fc.integer({ min: 1, max: 5 }),
      otherConcurrency: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(run, async ({ rows, gone, batchSize, concurrency, otherConcurrency, ...sizes }) => {
        const input = Array.from({ length: rows }, (_, index) => (gone(index) ? row(index, 'gone') : row(index)));
        const batches = batchesOf(input, batchSize);
        const whole = await all(partsOf(served(batches), { ...sizes, concurrency, withHeader: true }));
        expect(text(whole)).toBe(
          HEADER +
            input
              .filter(([, id]) => id !== 'gone')
              .map(lineOf)
              .join(''),
        );
        for (const [index, { position }] of whole.entries()) {
          const options = { ...sizes, concurrency: otherConcurrency, withHeader: false };
          const rest = await all(partsOf(served(batches, position), options));
          expect(rest).toEqual(whole.slice(index + 1));
        }
      }),
      { numRuns: 30 },
    );
  });
});

function lineOf([time = '', id = '', metric = '', value = '']: readonly string[]): string {
  const iso = time.replace(' ', 'T').replace(/\.?(000){1,3}$/, '');
  return `${iso}Z,${id},Device ${id},${metric},,${value},\r\n`;
}

describe('making parts', () => {
  const options = { withHeader: true, blockBytes: 1, partBytes: 1, concurrency: 2 };

  it('asks for no more batches than it needs', async () => {
    let asked = 0;
    async function* counted(): AsyncGenerator<RowBatch> {
      for await (const batch of served(batchesOf(rowsOf(100), 1))) {
        asked += 1;
        yield batch;
      }
    }
    const parts = partsOf(counted(), options);
    expect(asked).toBe(0);
    await parts.next();
    expect(asked).toBeLessThan(5);
    await parts.next();
    expect(asked).toBeLessThan(6);
    await parts.return(undefined);
  });

  it('ends the source when no more parts are wanted', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<RowBatch> {
      try {
        yield* served(batchesOf(rowsOf(100), 1));
      } finally {
        ended = true;
      }
    }
    for await (const part of partsOf(source(), options)) {
      expect(part.isLast).toBe(false);
      break;
    }
    expect(ended).toBe(true);
  });

  it('passes on what the source fails with, after the parts that are complete', async () => {
    async function* failing(): AsyncGenerator<RowBatch> {
      yield* served(batchesOf(rowsOf(20), 1));
      throw new Error('The source is gone');
    }
    const parts: FilePart[] = [];
    const collect = async () => {
      for await (const part of partsOf(failing(), options)) parts.push(part);
    };
    await expect(collect()).rejects.toThrow('The source is gone');
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.some(({ isLast }) => isLast)).toBe(false);
  });

  it('ends the source where rows cannot be written', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<RowBatch> {
      try {
        yield* served(batchesOf([row(1), ['no time', 'd1', 'm', '1', '']], 1));
      } finally {
        ended = true;
      }
    }
    await expect(all(partsOf(source(), options))).rejects.toThrow(/time/);
    expect(ended).toBe(true);
  });
});
