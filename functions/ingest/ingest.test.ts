import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime } from '../shared/time.ts';
import type { QueuedMessage } from './delivery.ts';
import { ingest } from './ingest.ts';
import { deviceKey } from '../shared/ingestion/ports.ts';
import type { Fault } from '../shared/ingestion/testing/world.ts';
import { world } from './testing/world.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E0F0${index}`;
const start = Date.parse('2026-03-29T12:00:00Z');
const known = new Map(
  [0, 1].map((index) => [
    deviceKey({ organizationId, deviceId: device(index) }),
    {
      metrics: new Map([
        ['temperature', 'Cel'],
        ['wind', null],
      ]),
    },
  ]),
);

function body(payload: unknown, change: object = {}): string {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const envelope = { organization: organizationId, device: device(0), receivedAt: start, principal: 'certificate' };
  return JSON.stringify({ payload: Buffer.from(text).toString('base64'), ...envelope, ...change });
}
const queued = (...bodies: string[]): QueuedMessage[] =>
  bodies.map((body, index) => ({ id: `message-${index}`, body }));
const temperature = (value: number) => ({ readings: { temperature: value } });

describe('ingest', () => {
  it('stores, keeps as latest and publishes what a message holds', async () => {
    const { ports, stored, latest, published, letters } = world(known);
    const message = body({ readings: { temperature: 21.5, wind: 3, state: 'open' } });
    expect(await ingest(queued(message), ports)).toEqual([]);
    expect([...stored.values()].map(({ metric, value, text }) => [metric, value, text])).toEqual([
      ['temperature', 21.5, null],
      ['wind', 3, null],
      ['state', null, 'open'],
    ]);
    expect([...(latest.values().next().value?.readings.keys() ?? [])]).toEqual(['temperature', 'wind', 'state']);
    expect(published).toHaveLength(1);
    expect(published[0]?.readings.map(({ metric, unit, declared }) => [metric, unit, declared])).toEqual([
      ['temperature', 'Cel', true],
      ['wind', null, true],
      ['state', null, false],
    ]);
    expect(letters).toEqual([]);
  });

  it('makes one row of the same message twice', async () => {
    const { ports, stored, published } = world(known);
    expect(await ingest(queued(body(temperature(1)), body(temperature(1))), ports)).toEqual([]);
    expect(stored.size).toBe(1);
    expect(published[0]?.readings).toHaveLength(1);
  });

  it('lets the reading that was received last count', async () => {
    const { ports, stored } = world(known);
    const reading = (value: number) => ({ time: start, readings: { temperature: value } });
    const messages = [
      body(reading(1), { receivedAt: start + 1 }),
      body(reading(2), { receivedAt: start + 2 }),
      body(reading(3)),
    ];
    expect(await ingest(queued(...messages), ports)).toEqual([]);
    expect([...stored.values()].map(({ value }) => value)).toEqual([2]);
  });

  it('publishes one batch an organization', async () => {
    const other = '01JZ8Q6V5X3M9T2B7C4D1E0F9G';
    const devices = new Map([
      ...known,
      [deviceKey({ organizationId: other, deviceId: device(0) }), { metrics: new Map() }],
    ]);
    const { ports, published } = world(devices);
    const messages = [
      body(temperature(1)),
      body(temperature(2), { organization: other }),
      body(temperature(3), { device: device(1) }),
    ];
    await ingest(queued(...messages), ports);
    expect(
      published.map(({ organizationId, readings }) => [organizationId, readings.map(({ value }) => value)]),
    ).toEqual([
      [organizationId, [1, 3]],
      [other, [2]],
    ]);
  });

  it.each([
    ['not JSON', body('{'), 'ValidationError', 'not JSON'],
    [
      '10,000 readings',
      body({ readings: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`m${i}`, i])) }),
      'ValidationError',
      '10,000 readings',
    ],
    [
      'an unknown device',
      body(temperature(1), { device: '01JZ8Q6V5X3M9T2B7C4D1E0F99' }),
      'NotFoundError',
      'There is no device "01JZ8Q6V5X3M9T2B7C4D1E0F99"',
    ],
    [
      'a device of another organization',
      body(temperature(1), { organization: '01JZ8Q6V5X3M9T2B7C4D1E0F9G' }),
      'NotFoundError',
      'There is no device',
    ],
    [
      'a topic without ids',
      body(temperature(1), { organization: '', device: "'; DROP" }),
      'NotFoundError',
      'There is no device "\'; DROP"',
    ],
    ['no envelope', '{"hello": 1}', 'ValidationError', 'not what the IoT rule sends'],
    ['no JSON envelope', 'hello', 'ValidationError', 'not what the IoT rule sends'],
    [
      'a far future',
      body({ time: '2027-01-01T00:00:00Z', ...temperature(1) }),
      'ValidationError',
      '1 of 1 readings cannot be stored: "temperature": its time',
    ],
  ])('sends a message with %s to the dead-letter queue, as it came', async (_, message, errorType, reason) => {
    const { ports, stored, letters } = world(known);
    expect(await ingest(queued(message), ports)).toEqual([]);
    expect(letters).toEqual([{ body: message, errorType, reason: expect.stringContaining(reason) as string }]);
    expect(stored.size).toBe(0);
  });

  it('stores what is valid of a message, and says what is not', async () => {
    const { ports, stored, letters } = world(known);
    await ingest(queued(body({ readings: { temperature: 1, on: true, rejected: 1 } })), ports);
    expect([...stored.values()].map(({ metric }) => metric)).toEqual(['temperature']);
    expect(letters.map(({ reason }) => reason)).toEqual([
      '2 of 3 readings cannot be stored: "on": true is neither a number nor a text; send 1 or 0, or "on" or "off"; ' +
        `"rejected" at ${formatTime(BigInt(start) * 1_000_000n)}: too old`,
    ]);
  });

  it('shortens a long list of reasons', async () => {
    const { ports, letters } = world(known);
    const readings = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`m${index}`, true]));
    await ingest(queued(body({ readings })), ports);
    expect(letters[0]?.reason).toMatch(/^30 of 30 readings cannot be stored: .*"m19": [^;]*; [^;]*; and 10 more$/);
  });

  it('gives back only the messages that could not be stored', async () => {
    const faults: Fault[] = ['none', 'none', 'before', 'none'];
    const { ports, stored } = world(known, () => faults.shift() ?? 'none');
    const messages = queued(body(temperature(1)), body(temperature(2), { device: device(1) }));
    expect(await ingest(messages, ports)).toEqual(['message-0']);
    expect(stored.size).toBe(1);
  });

  it('keeps what is stored when it cannot be published', async () => {
    const faults: Fault[] = ['none', 'none', 'none', 'before'];
    const { ports, stored, published } = world(known, () => faults.shift() ?? 'none');
    expect(await ingest(queued(body(temperature(1))), ports)).toEqual([]);
    expect([stored.size, published.length]).toEqual([1, 0]);
  });
});

describe('ingest, whatever fails', () => {
  const invalid = fc.constantFrom<unknown>(
    '{',
    { readings: { temperature: true } },
    { readings: { temperature: 1, rejected: 1 } },
  );
  const valid = fc.record({
    time: fc.integer({ min: start - 5, max: start }),
    readings: fc.dictionary(fc.constantFrom('temperature', 'wind', 'constructor'), fc.integer({ min: 0, max: 9 }), {
      minKeys: 1,
    }),
  });
  const message = fc.record({
    payload: fc.oneof({ weight: 3, arbitrary: valid }, { weight: 1, arbitrary: invalid }),
    device: fc.constantFrom(device(0), device(1), device(2)),
  });
  const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'before', 'after', 'crash', 'crash-after'), {
    maxLength: 40,
  });

  it('stores every valid reading exactly once, refuses every invalid one, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), faults, async (messages, faults) => {
        const bodies = messages.map(({ payload, device }, index) =>
          body(payload, { device, receivedAt: start + index }),
        );
        const left = [...faults];
        const tried = world(known, () => left.shift() ?? 'none');
        // Every delivery uses up a fault at least, so the queue gets empty.
        let waiting = queued(...bodies);
        while (waiting.length > 0) {
          const batch = waiting;
          const again = await ingest(batch, tried.ports).catch(() => batch.map(({ id }) => id));
          waiting = batch.filter(({ id }) => again.includes(id));
        }
        const calm = world(known);
        await ingest(queued(...bodies), calm.ports);

        const values = (stored: typeof calm.stored) => [...stored].map(([key, { value }]) => [key, value]).sort();
        expect(values(tried.stored)).toEqual(values(calm.stored));
        const newest = ({ latest }: typeof calm) =>
          [...latest]
            .flatMap(([key, { readings }]) =>
              [...readings].map(([metric, { time, value }]) => [key, metric, time, value].join()),
            )
            .sort();
        expect(newest(tried)).toEqual(newest(calm));
        const refused = ({ letters }: typeof calm) =>
          [...new Set(letters.map(({ body, reason }) => `${reason} ${body}`))].sort();
        expect(refused(tried)).toEqual(refused(calm));
        for (const { readings } of tried.published)
          for (const reading of readings) expect(tried.stored.size > 0 && reading.metric !== 'rejected').toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
