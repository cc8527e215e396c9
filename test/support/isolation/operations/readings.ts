import * as v from 'valibot';
import { tryDevice, tryDevices, tryPage } from '../choose.ts';
import type { Lane } from '../lane.ts';
import { keyOf, type DeviceModel, type ReadingModel } from '../model.ts';
import { METRICS } from './devices.ts';

export const Reading = v.object({
  deviceId: v.string(),
  metric: v.string(),
  time: v.string(),
  value: v.nullable(v.number()),
  text: v.nullable(v.string()),
});
const Page = v.object({ items: v.array(Reading), nextCursor: v.nullable(v.string()) });
const Latest = v.array(v.object({ deviceId: v.string(), readings: v.array(Reading) }));
const Series = v.array(
  v.object({
    deviceId: v.string(),
    metric: v.string(),
    windows: v.array(v.object({ count: v.number(), min: v.nullable(v.number()), max: v.nullable(v.number()) })),
  }),
);
const Period = v.array(v.object({ metric: v.string(), first: v.string(), last: v.string() }));
const Chart = v.array(
  v.object({
    deviceId: v.string(),
    metric: v.string(),
    points: v.array(v.object({ time: v.string(), value: v.number() })),
  }),
);

/** All that is measured in a run is of this day. */
export const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const DAY_START = Date.parse(DAY.from);

/** Readings that nobody has measured yet, each at a time of its own. */
export function newReadings(lane: Lane, count: number): ReadingModel[] {
  const { word, digits } = lane.model.marks;
  return Array.from({ length: count }, () => {
    lane.measured += 1;
    const time = new Date(DAY_START + lane.measured * 1000).toISOString().replace('.000', '');
    const [number, text] = METRICS;
    return lane.random.chance(0.8)
      ? { metric: `${word}.${number}`, time, value: Number(`${lane.measured}.${digits}`), text: null, isSure: false }
      : { metric: `${word}.${text}`, time, value: null, text: `${word} ${lane.measured}`, isSure: false };
  });
}

export async function recordReadings(lane: Lane): Promise<void> {
  const { id } = tryDevice(lane);
  const known = lane.model.devices.get(id);
  const made = newReadings(lane, 1 + lane.random.below(20));
  const readings = made.map(({ metric, time, value, text }) => ({
    metric,
    time,
    ...(value === null ? { text } : { value }),
  }));
  const answer = await lane.ask(lane.client(), 'Mutation.recordReadings', { input: { deviceId: id, readings } });
  if (!answer) return;
  if (!known) {
    lane.expectError(answer, 'NotFoundError');
    return;
  }
  const { stored, invalid } = v.parse(v.object({ stored: v.number(), invalid: v.array(v.unknown()) }), answer.value);
  lane.expect(stored === made.length && invalid.length === 0, 'all readings to be stored');
  for (const reading of made) known.readings.set(keyOf(reading), { ...reading, isSure: true });
}

export async function readings(lane: Lane): Promise<void> {
  const { id } = tryDevice(lane);
  const known = lane.model.devices.get(id);
  const { token: after, kind } = tryPage(lane, 'readings');
  const first = lane.random.chance(0.5) ? 1000 : 1 + lane.random.below(20);
  const order = lane.random.chance(0.5) ? 'ASC' : 'DESC';
  const answer = await lane.ask(lane.client(), 'Query.readings', { deviceId: id, ...DAY, first, order, after });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  // A cursor is of a device, and of an order: one that was given for another question is refused, whoever it was given to.
  else if (kind === 'foreign') lane.expectError(answer, 'ValidationError');
  else if (answer.error) lane.expect(kind === 'own' && answer.error.errorType === 'ValidationError', 'readings');
  else {
    const page = v.parse(Page, answer.value);
    if (page.nextCursor !== null) lane.pages.push(['readings', page.nextCursor]);
    for (const item of page.items) expectReading(lane, known, item);
    if (kind === 'none' && page.nextCursor === null) {
      const found = new Set(page.items.map(keyOf));
      lane.expect(
        sureOf(known).every((reading) => found.has(keyOf(reading))),
        'all readings that were recorded',
      );
    }
  }
}

export async function latest(lane: Lane): Promise<void> {
  const { ids, missing } = tryDevices(lane);
  const answer = await lane.ask(lane.client(), 'Query.latest', { deviceIds: ids });
  if (!answer) return;
  if (missing !== undefined) lane.expectError(answer, 'NotFoundError');
  else
    for (const { deviceId, readings } of v.parse(Latest, answer.value))
      for (const each of readings) expectReading(lane, lane.model.devices.get(deviceId), each);
}

export async function aggregates(lane: Lane): Promise<void> {
  const { ids, missing } = tryDevices(lane);
  const metrics = [`${lane.model.marks.word}.${METRICS[0]}`];
  const statistics = ['COUNT', 'MIN', 'MAX', 'FIRST', 'LAST', 'SUM'];
  const variables = { deviceIds: ids, metrics, ...DAY, window: 'PT1H', statistics };
  const answer = await lane.ask(lane.client(), 'Query.aggregates', variables);
  if (!answer) return;
  if (missing !== undefined) {
    lane.expectError(answer, 'NotFoundError');
    return;
  }
  for (const { deviceId, metric, windows } of v.parse(Series, answer.value)) {
    const known = [...(lane.model.devices.get(deviceId)?.readings.values() ?? [])].filter(
      (each) => each.metric === metric,
    );
    const count = windows.reduce((sum, window) => sum + window.count, 0);
    const sure = known.filter(({ isSure }) => isSure).length;
    lane.expect(count >= sure && count <= known.length, `a count of ${sure} to ${known.length}, not ${count}`);
    const values = new Set(known.map(({ value }) => value));
    for (const { min, max } of windows)
      lane.expect(values.has(min) && values.has(max), 'extremes of what was measured');
  }
}

export async function dataPeriod(lane: Lane): Promise<void> {
  const { id } = tryDevice(lane);
  const known = lane.model.devices.get(id);
  const answer = await lane.ask(lane.client(), 'Query.dataPeriod', { deviceId: id });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else {
    for (const { metric, first, last } of v.parse(Period, answer.value))
      for (const time of [first, last])
        lane.expect(known.readings.has(keyOf({ metric, time })), 'times of what was measured');
  }
}

export async function downsample(lane: Lane): Promise<void> {
  const { id } = tryDevice(lane);
  const known = lane.model.devices.get(id);
  const metrics = [`${lane.model.marks.word}.${METRICS[0]}`];
  const answer = await lane.ask(lane.client(), 'Query.downsample', { deviceId: id, metrics, ...DAY, points: 10 });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else {
    for (const { metric, points } of v.parse(Chart, answer.value))
      for (const { time, value } of points)
        lane.expect(known.readings.get(keyOf({ metric, time }))?.value === value, 'points that were measured');
  }
}

/** Publishing is not for people. */
export async function publishReadings(lane: Lane): Promise<void> {
  const { id: deviceId } = tryDevice(lane);
  const organizationId = lane.random.pick([lane.model.id, ...lane.foreign.organizations]) ?? '';
  const readings = newReadings(lane, 1).map(({ isSure: _isSure, ...reading }) => ({
    ...reading,
    deviceId,
    declared: true,
  }));
  await lane.ask(lane.client(), 'Mutation.publishReadings', {
    input: { organizationId, deviceIds: [deviceId], readings },
  });
}

export const sureOf = ({ readings }: DeviceModel): ReadingModel[] =>
  [...readings.values()].filter(({ isSure }) => isSure);

/** Fails unless a reading is one that was measured. From then on it must be there. */
export function expectReading(
  lane: Lane,
  known: DeviceModel | undefined,
  reading: v.InferOutput<typeof Reading>,
): void {
  const measured = known?.readings.get(keyOf(reading));
  if (!known || !measured) lane.fail(`expected no reading of ${reading.metric} at ${reading.time}`);
  lane.expect(
    reading.deviceId === known.id && reading.value === measured.value && reading.text === measured.text,
    'the reading as it was measured',
  );
}
