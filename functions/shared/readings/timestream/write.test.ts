import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { clientOptions } from '../../aws-client.ts';
import type { FakeAnswer, FakeAws } from '../../testing/fake-aws.ts';
import { fakeAws, fakeClientOptions } from '../../testing/fake-aws.ts';
import type { ReceivedReading } from '../store.ts';
import { writeRequest } from './records.ts';
import { timestreamWriter } from './write.ts';

const name = { database: 'sonde_local', table: 'readings' };
const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E0F${index.toString().padStart(2, '0')}`;

function reading(index: number, change: Partial<ReceivedReading> = {}): ReceivedReading {
  const base = { organizationId, deviceId: device(0), metric: 'temperature', value: 21.5, text: null, receivedAt: 7 };
  return { ...base, time: BigInt(index), ...change };
}

const Dimensions = v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []);
const Request = v.object({
  CommonAttributes: v.looseObject({ Dimensions, Version: v.optional(v.number()) }),
  Records: v.array(
    v.object({
      Dimensions,
      MeasureName: v.string(),
      Time: v.string(),
      Version: v.optional(v.number()),
      MeasureValues: v.array(v.object({ Name: v.string(), Value: v.string(), Type: v.string() })),
    }),
  ),
});

/** The keys of the records of a request, whose order is that of the records. */
function keysOf(input: unknown): string[] {
  const { CommonAttributes, Records } = v.parse(Request, input);
  return Records.map((record) => {
    const dimensions = [...CommonAttributes.Dimensions, ...record.Dimensions].map(({ Value }) => Value);
    return [...dimensions.sort(), record.MeasureName, record.Time, record.Version ?? CommonAttributes.Version].join(
      '/',
    );
  });
}

let fake: FakeAws | undefined;
afterEach(async () => {
  await fake?.close();
});

async function writerOf(answer: (keys: string[], call: number) => FakeAnswer, timeLimit = 20_000) {
  let calls = 0;
  fake = await fakeAws(({ input }) => answer(keysOf(input), calls++));
  const options = clientOptions({ attempts: 4, requestTimeout: 5000 });
  const client = new TimestreamWriteClient({ ...options, ...fakeClientOptions(fake.endpoint) });
  return timestreamWriter({ client, name, timeLimit });
}
const done: FakeAnswer = { body: { RecordsIngested: { Total: 1 } } };

describe('writeRequest', () => {
  it('says once what the readings have in common', () => {
    expect(writeRequest(name, [reading(1), reading(2, { value: null, text: 'open' })])).toEqual({
      DatabaseName: 'sonde_local',
      TableName: 'readings',
      CommonAttributes: {
        MeasureValueType: 'MULTI',
        TimeUnit: 'NANOSECONDS',
        Dimensions: [
          { Name: 'organization_id', Value: organizationId },
          { Name: 'device_id', Value: device(0) },
        ],
        Version: 7,
      },
      Records: [
        { MeasureName: 'temperature', MeasureValues: [{ Name: 'value', Value: '21.5', Type: 'DOUBLE' }], Time: '1' },
        { MeasureName: 'temperature', MeasureValues: [{ Name: 'text', Value: 'open', Type: 'VARCHAR' }], Time: '2' },
      ],
    });
  });

  it('says for each what they differ in', () => {
    const { CommonAttributes, Records } = writeRequest(name, [
      reading(1),
      reading(1, { deviceId: device(1), receivedAt: 8 }),
    ]);
    expect(CommonAttributes?.Dimensions).toEqual([{ Name: 'organization_id', Value: organizationId }]);
    expect(CommonAttributes).not.toHaveProperty('Version');
    expect(Records?.map(({ Dimensions, Version }) => [Dimensions?.[0]?.Value, Version])).toEqual([
      [device(0), 7],
      [device(1), 8],
    ]);
  });

  it('writes numbers so that they read the same', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const written = writeRequest(name, [reading(1, { value })]).Records?.[0]?.MeasureValues?.[0]?.Value;
        expect(Number(written) === value).toBe(true);
      }),
    );
  });
});

describe('timestreamWriter', () => {
  it('writes batches of 100, a few at a time, each reading once', async () => {
    const written: string[] = [];
    const writer = await writerOf((keys) => {
      expect(keys.length).toBeLessThanOrEqual(100);
      written.push(...keys);
      return done;
    });
    const readings = Array.from({ length: 2050 }, (_, index) => reading(index, { deviceId: device(index % 7) }));
    expect(await writer.write(readings)).toEqual({ rejected: [], retryable: [] });
    expect(fake?.calls).toHaveLength(21);
    expect(fake?.peak()).toBeLessThanOrEqual(8);
    expect(new Set(written).size).toBe(2050);
    expect(written).toHaveLength(2050);
  });

  it('writes again what was throttled, met a broken server, or was cut off', async () => {
    const failures: FakeAnswer[] = [
      { exception: 'ThrottlingException' },
      { exception: 'InternalServerException', status: 500 },
    ];
    const writer = await writerOf((_, call) => failures[call] ?? done);
    expect(await writer.write([reading(1)])).toEqual({ rejected: [], retryable: [] });
    expect(fake?.calls).toHaveLength(3);
  });

  it('gives back what is throttled for too long, and stores the rest', async () => {
    const writer = await writerOf((keys) =>
      keys.some((key) => key.includes(device(1))) ? { exception: 'ThrottlingException' } : done,
    );
    const readings = Array.from({ length: 200 }, (_, index) => reading(index, { deviceId: device(index % 2) }));
    const { rejected, retryable } = await writer.write(readings);
    expect(rejected).toEqual([]);
    expect(retryable.map(({ index }) => index)).toEqual(
      readings.flatMap((_, index) => (index % 2 === 1 ? [index] : [])),
    );
    expect(retryable[0]?.cause.name).toBe('ThrottlingException');
  });

  it('says which readings were rejected and why; a version that is not newer is stored already', async () => {
    const writer = await writerOf(() => ({
      exception: 'RejectedRecordsException',
      fields: {
        RejectedRecords: [
          { RecordIndex: 1, Reason: 'The record timestamp is outside the time range of the data ingestion window.' },
          { RecordIndex: 2, Reason: 'The record version 7 is lower than the existing one.', ExistingVersion: 9 },
        ],
      },
    }));
    // Sorted by device, the records are in another order than the readings.
    const readings = [0, 1, 0, 1].map((index, time) => reading(time, { deviceId: device(index) }));
    expect(await writer.write(readings)).toEqual({
      rejected: [{ index: 2, reason: 'The record timestamp is outside the time range of the data ingestion window.' }],
      retryable: [],
    });
  });

  it('finds the one record for which a request is refused as a whole', async () => {
    const stored = new Set<string>();
    const writer = await writerOf((keys) => {
      if (keys.some((key) => key.includes('/13/'))) return { exception: 'ValidationException' };
      for (const key of keys) stored.add(key);
      return done;
    });
    const { rejected, retryable } = await writer.write(Array.from({ length: 100 }, (_, index) => reading(index)));
    expect(rejected).toEqual([{ index: 13, reason: 'ValidationException' }]);
    expect(retryable).toEqual([]);
    expect(stored.size).toBe(99);
  });

  it('gives back what is not answered in time', async () => {
    const writer = await writerOf(() => 'hang', 100);
    const { retryable } = await writer.write([reading(1)]);
    expect(retryable.map(({ index }) => index)).toEqual([0]);
  });

  it('takes nothing as nothing', async () => {
    const writer = await writerOf(() => done);
    expect(await writer.write([])).toEqual({ rejected: [], retryable: [] });
    expect(fake?.calls).toEqual([]);
  });
});
