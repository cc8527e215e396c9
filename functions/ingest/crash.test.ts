import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapConcurrently } from '../shared/concurrency.ts';
import { asError } from '../shared/logger.ts';
import type { Fault } from '../shared/testing/outside.ts';
import { FAULTS, Outside } from '../shared/testing/outside.ts';
import { formatTime, fromMilliseconds } from '../shared/time.ts';
import type { Laptop, Queue } from './testing/laptop.ts';
import { startLaptop } from './testing/laptop.ts';

const AT_A_TIME = 8;
const start = Date.now() - 60_000;
const at = (seconds: number): string => formatTime(fromMilliseconds(start + seconds * 1000));
const OLD = '1980-01-01T00:00:00Z';

let laptop: Laptop;
/** Names of the calls to the outside that a worker makes which nothing disturbs. */
let calls: string[];
beforeAll(async () => {
  laptop = await startLaptop();
  const undisturbed = new Outside();
  const { queue } = await messagesOf('undisturbed');
  await laptop.deliver(queue, undisturbed);
  ({ calls } = undisturbed);
});
afterAll(() => laptop.close());

/** A queue with messages of an organization of its own: valid, invalid in every way, in part so, and twice. */
async function messagesOf(name: string) {
  const organizationId = ulid();
  const [first, second, unknown] = [ulid(), ulid(), ulid()];
  for (const deviceId of [first, second]) await laptop.putDevice({ organizationId, deviceId });
  const body = (device: string, payload: unknown, receivedAt: number): string =>
    JSON.stringify({
      payload: Buffer.from(JSON.stringify(payload)).toString('base64'),
      organization: organizationId,
      device,
      receivedAt: start + receivedAt,
    });
  const message = body(first, { time: at(0), readings: { level: 1, state: 'open' } }, 1);
  const senml = [
    { bn: 'pump/', bt: Math.floor(start / 1000), n: 'on', vb: true },
    { n: 'speed', v: 1200, t: 1 },
  ];
  const invalid = {
    'in part': body(second, { time: at(2), readings: { level: 5, on: true } }, 3),
    'too old in part': body(
      second,
      [
        { time: OLD, readings: { level: 6 } },
        { time: at(3), readings: { level: 7 } },
      ],
      4,
    ),
    'of no device': body(unknown, { readings: { level: 8 } }, 5),
    'no readings': body(first, 'hello', 6),
  };
  const bodies = [
    message,
    body(first, { time: at(0), readings: { level: 2 } }, 2),
    body(second, senml, 2),
    ...Object.values(invalid),
    message,
  ];
  return { organizationId, first, second, invalid, queue: await laptop.queue(name, bodies) };
}

type Case = Awaited<ReturnType<typeof messagesOf>>;

/** Delivers messages until the queue is empty: by a worker to whom something happens, then by others to whom nothing does. */
async function drain(queue: Queue, disturbed: Outside): Promise<void> {
  await laptop.deliver(queue, disturbed);
  for (let round = 0; (await laptop.deliver(queue, new Outside())) > 0; round++)
    if (round === 10) throw new Error('Messages come again and again');
}

/** Checks that all is as it is where nothing happened. @returns how many letters there are, and how many readings were pushed, each counted once */
async function check({ organizationId, first, second, invalid, queue }: Case) {
  const stored = async (deviceId: string) =>
    (await laptop.stored({ organizationId, deviceId })).map(({ metric, value, text }) => [metric, value ?? text]);
  expect(await stored(first)).toEqual([
    ['level', 2],
    ['state', 'open'],
  ]);
  expect((await stored(second)).sort()).toEqual([
    ['level', 5],
    ['level', 7],
    ['pump/on', 1],
    ['pump/speed', 1200],
  ]);

  const newest = async (deviceId: string) =>
    [...((await laptop.latest({ organizationId, deviceId }))?.readings ?? [])]
      .map(([metric, { value, text }]) => [metric, value ?? text])
      .sort();
  expect(await newest(first)).toEqual([
    ['level', 2],
    ['state', 'open'],
  ]);
  expect(await newest(second)).toEqual([
    ['level', 7],
    ['pump/on', 1],
    ['pump/speed', 1200],
  ]);

  const letters = await laptop.deadLetters(queue);
  const refused = new Map(letters.map(({ body, reason }) => [body, reason]));
  expect(new Set(refused.keys())).toEqual(new Set(Object.values(invalid)));
  expect(refused.get(invalid['in part'])).toContain('1 of 2 readings cannot be stored: "on": true is neither');
  expect(refused.get(invalid['too old in part'])).toContain(`1 of 2 readings cannot be stored: "level" at ${OLD}: `);
  expect(refused.get(invalid['of no device'])).toContain('There is no device');
  expect(refused.get(invalid['no readings'])).toContain('"hello" is neither an object');
  const pushed = new Set(
    queue.published.map(({ deviceId, metric, time }) => `${deviceId} ${metric} ${time.toString()}`),
  );
  return { letters: letters.length, pushed: pushed.size };
}

const READINGS = 6;
const INVALID = 4;

it('stores, refuses and pushes once what nothing disturbs', async () => {
  const messages = await messagesOf('calm');
  await drain(messages.queue, new Outside());
  expect(await check(messages)).toEqual({ letters: INVALID, pushed: READINGS });
  expect(messages.queue.published).toHaveLength(READINGS);
  expect(calls).toEqual(
    expect.arrayContaining([
      'BatchGetItemCommand',
      'WriteRecordsCommand',
      'UpdateItemCommand',
      'publish',
      'SendMessageCommand',
    ]),
  );
});

describe('whatever happens at a call to the outside', () => {
  /** A letter may be there twice where nobody could tell whether it was sent, or that it was. */
  const mayRepeat = (fault: Fault, call: string) =>
    fault.startsWith('ends') || (fault === 'lost' && call === 'SendMessageCommand');

  it.each(FAULTS)('every reading is stored once, and none lost: %s', { timeout: 300_000 }, async (fault) => {
    const failures = await mapConcurrently(calls, AT_A_TIME, async (call, number) => {
      try {
        const messages = await messagesOf(`${fault.replace(' ', '-')}-${number}`);
        await drain(messages.queue, new Outside(number, fault));
        const { letters, pushed } = await check(messages);
        if (mayRepeat(fault, call)) expect(letters).toBeGreaterThanOrEqual(INVALID);
        else expect(letters).toBe(INVALID);
        // What could not be pushed is there for who asks.
        expect(pushed).toBe(fault === 'refused' && call === 'publish' ? 0 : READINGS);
        return undefined;
      } catch (error) {
        return `at call ${number}, ${call}: ${asError(error).message}`;
      }
    });
    expect(failures.filter((failure) => failure !== undefined)).toEqual([]);
  });
});
