import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configure, request, signInAs } from '../examples/client.ts';
import {
  AggregatesDocument,
  CreateDeviceDocument,
  DataPeriodDocument,
  DownsampleDocument,
  type AggregatesQueryVariables,
} from '../examples/generated/documents.ts';
import type { Statistic } from '../schema/generated/types.ts';
import { fieldError } from './support/graphql.ts';
import { makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** A buoy that measured every hour, half past, while clocks in Paris went forward; and a pier that measured three times. */
let sonde: Sonde;
let organization: Organization;
let buoy: string;
let pier: string;

const HOURS = 49;
const FIRST = Date.UTC(2026, 2, 28, 22, 30);
const hourly = Array.from({ length: HOURS }, (_, hour) => ({
  time: new Date(FIRST + hour * 3_600_000).toISOString(),
  readings: { level: hour },
}));
const PERIOD = { from: '2026-03-28T22:00:00Z', to: '2026-03-31T00:00:00Z' };
const MORNING = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z' };

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
  buoy = await makeDevice('Buoy');
  pier = await makeDevice('Pier');
  await publish(sonde, topicOf(organization.id, buoy), hourly, [
    { time: '2026-03-29T00:00:00.000000001Z', readings: { level: 'adrift', salt: 35 } },
  ]);
  await publish(sonde, topicOf(organization.id, pier), [
    { time: '2026-03-01T08:10:00Z', readings: { level: 1 } },
    { time: '2026-03-01T08:20:00Z', readings: { level: 4 } },
    { time: '2026-03-01T11:00:00.123456789Z', readings: { level: 10 } },
  ]);
  await stored(organization.viewer, buoy, HOURS + 2);
  await stored(organization.viewer, pier, 3);
});
afterAll(() => sonde.close());

async function makeDevice(name: string): Promise<string> {
  const input = { name, metrics: [{ name: 'level', unit: 'm' }] };
  return (await organization.operator.request(CreateDeviceDocument, { input })).createDevice.id;
}

async function statistics(variables: AggregatesQueryVariables) {
  return (await organization.viewer.request(AggregatesDocument, variables)).aggregates;
}

describe('statistics', () => {
  const daily = {
    ...{ ...PERIOD, metrics: ['level'], window: 'P1D', timeZone: 'Europe/Paris' },
    statistics: ['COUNT', 'MIN', 'MAX'] as Statistic[],
  };
  const days = [
    { begin: '2026-03-27T23:00:00Z', end: '2026-03-28T23:00:00Z', count: 1, min: 0, max: 0 },
    { begin: '2026-03-28T23:00:00Z', end: '2026-03-29T22:00:00Z', count: 23, min: 1, max: 23 },
    { begin: '2026-03-29T22:00:00Z', end: '2026-03-30T22:00:00Z', count: 24, min: 24, max: 47 },
    { begin: '2026-03-30T22:00:00Z', end: '2026-03-31T22:00:00Z', count: 1, min: 48, max: 48 },
  ];

  it('are of the days of a time zone, through the real client', async () => {
    configure(sonde.outputs);
    await signInAs(organization.viewer.email, PASSWORD);
    const { aggregates } = await request(AggregatesDocument, { deviceIds: [buoy], ...daily });
    expect(aggregates).toMatchObject([
      {
        deviceId: buoy,
        metric: 'level',
        unit: 'm',
        windows: days.map((day) => ({ ...day, filled: false, avg: null })),
      },
    ]);
  });

  it('are for every role', async () => {
    for (const member of [organization.administrator, organization.operator, organization.viewer]) {
      const { aggregates } = await member.request(AggregatesDocument, { deviceIds: [buoy], ...daily });
      expect(aggregates[0]?.windows).toHaveLength(days.length);
    }
  });

  it('are all that there are, of numbers alone', async () => {
    const all = {
      ...{ deviceIds: [pier, buoy], metrics: ['salt', 'level'], ...MORNING, window: 'PT24H' },
      statistics: [
        ...(['AVG', 'MIN', 'MAX', 'SUM', 'COUNT', 'FIRST', 'LAST', 'STDDEV'] as const),
        ...(['P50', 'P90', 'P95', 'P99'] as const),
      ],
    };
    const [salt, level, ...others] = await statistics(all);
    expect(
      [salt, ...others].map((series) => [series?.deviceId, series?.metric, series?.unit, series?.windows]),
    ).toEqual([
      [pier, 'salt', null, []],
      [buoy, 'salt', null, []],
      [buoy, 'level', 'm', []],
    ]);
    expect(level?.windows).toEqual([
      {
        ...{ begin: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z', filled: false },
        ...{ avg: 5, min: 1, max: 10, sum: 15, count: 3, first: 1, last: 10 },
        stddev: expect.closeTo(Math.sqrt(21), 9) as number,
        ...{ p50: expect.any(Number) as number, p90: expect.any(Number) as number },
        ...{ p95: expect.any(Number) as number, p99: expect.any(Number) as number },
      },
    ]);
  });

  it.each([
    ['NONE', [2.5, 10]],
    ['NULL', [2.5, null, null, 10]],
    ['PREVIOUS', [2.5, 2.5, 2.5, 10]],
    ['LINEAR', [2.5, 5, 7.5, 10]],
  ] as const)('have gaps that %s fills', async (fill, averages) => {
    const [series] = await statistics({
      ...{ deviceIds: [pier], metrics: ['level'], ...MORNING, window: 'PT1H', fill },
      statistics: ['AVG', 'COUNT'],
    });
    expect(series?.windows.map(({ avg }) => avg)).toEqual(averages);
    expect(series?.windows.map(({ count }) => count)).toEqual(fill === 'NONE' ? [2, 1] : [2, 0, 0, 1]);
  });

  it('are refused where they are too many, with what would fit', async () => {
    const question = { deviceIds: [buoy, pier], ...daily, window: 'PT1S' };
    const windows = 2 * 50 * 3600;
    expect(await organization.viewer.ask(AggregatesDocument, question)).toEqual({
      data: null,
      errors: [
        fieldError(
          'aggregates',
          'LimitExceededError',
          `That makes ${windows} windows, of all series together; at most 10000 are answered at once. Ask for windows of at least PT1M, a shorter period, or fewer devices or metrics`,
          null,
          { limit: 10_000, windows, window: 'PT1M' },
        ),
      ],
    });
    expect((await statistics({ ...question, window: 'PT1M' }))[0]?.windows).toHaveLength(HOURS);
  });
});

it('says of a reading whether its device names the metric', async () => {
  const query = `query ($deviceId: ID!, $from: AWSDateTime!, $to: AWSDateTime!) {
  readings(deviceId: $deviceId, from: $from, to: $to, metrics: ["salt", "level"]) { items { metric unit declared } }
}`;
  const hour = { from: '2026-03-29T00:00:00Z', to: '2026-03-29T00:30:00Z' };
  expect(await organization.viewer.ask(query, { deviceId: buoy, ...hour })).toEqual({
    data: {
      readings: {
        items: [
          { metric: 'level', unit: 'm', declared: true },
          { metric: 'salt', unit: null, declared: false },
        ],
      },
    },
  });
});

it('says how far the readings of a device reach', async () => {
  const { dataPeriod } = await organization.viewer.request(DataPeriodDocument, { deviceId: pier });
  expect(dataPeriod).toEqual([
    { metric: 'level', first: '2026-03-01T08:10:00Z', last: '2026-03-01T11:00:00.123456789Z' },
  ]);
  const ofBuoy = await organization.viewer.request(DataPeriodDocument, { deviceId: buoy });
  expect(ofBuoy.dataPeriod.map(({ metric }) => metric)).toEqual(['level', 'salt']);
  const idle = await makeDevice('Idle');
  expect((await organization.viewer.request(DataPeriodDocument, { deviceId: idle })).dataPeriod).toEqual([]);
});

describe('a chart', () => {
  const chart = async (points?: number) => {
    const variables = { deviceId: buoy, metrics: ['salt', 'level'], ...PERIOD, points: points ?? null };
    return (await organization.viewer.request(DownsampleDocument, variables)).downsample;
  };
  const all = hourly.map(({ time, readings }) => ({ time: time.replace('.000Z', 'Z'), value: readings.level }));

  it('has all of a series that is short', async () => {
    expect(await chart()).toEqual([
      { deviceId: buoy, metric: 'salt', unit: null, points: [{ time: '2026-03-29T00:00:00.000000001Z', value: 35 }] },
      { deviceId: buoy, metric: 'level', unit: 'm', points: all },
    ]);
  });

  it('has as many points as it may have', async () => {
    const [, level] = await chart(10);
    expect(level?.points).toHaveLength(10);
    expect(all).toEqual(expect.arrayContaining(level?.points ?? []));
    expect([level?.points[0], level?.points.at(-1)]).toEqual([all[0], all.at(-1)]);
  });
});
