import * as v from 'valibot';
import { marked, tryDevice, tryPage } from '../choose.ts';
import type { Lane, Outcome } from '../lane.ts';
import type { DeviceModel } from '../model.ts';

const Device = v.object({
  id: v.string(),
  name: v.string(),
  version: v.number(),
  metrics: v.array(v.object({ name: v.string() })),
  certificates: v.array(v.object({ id: v.string() })),
});
const Page = v.object({ items: v.array(Device), nextToken: v.nullable(v.string()) });

export async function device(lane: Lane): Promise<void> {
  const { id, isOwn } = tryDevice(lane);
  const answer = await lane.ask(lane.client(), 'Query.device', { id });
  if (!answer) return;
  if (isOwn) expectDevice(lane, answer, lane.model.devices.get(id));
  else lane.expectError(answer, 'NotFoundError');
}

export async function devices(lane: Lane): Promise<void> {
  const { token: nextToken, kind } = tryPage(lane, 'devices');
  const first = 1 + lane.random.below(100);
  const answer = await lane.ask(lane.client(), 'Query.devices', { first, nextToken });
  if (!answer) return;
  if (kind === 'foreign') {
    lane.expectError(answer, 'ValidationError');
    return;
  }
  const page = v.parse(Page, answer.value);
  if (page.nextToken !== null) lane.pages.push(['devices', page.nextToken]);
  for (const item of page.items) expectDevice(lane, { value: item, error: undefined }, lane.model.devices.get(item.id));
  const all = [...lane.model.devices.keys()].sort();
  if (kind === 'none')
    lane.expect(
      same(
        page.items.map(({ id }) => id),
        all.slice(0, first),
      ),
      `the first ${first} devices`,
    );
}

export async function createDevice(lane: Lane): Promise<void> {
  const input = {
    name: marked(lane),
    description: marked(lane),
    metrics: metricsOf(lane),
    location: { latitude: 1, longitude: 2, name: marked(lane) },
  };
  const answer = await lane.ask(lane.client(), 'Mutation.createDevice', { input });
  if (!answer) return;
  const { id, name, version } = v.parse(Device, answer.value);
  const metrics = input.metrics.map((metric) => metric.name);
  const made: DeviceModel = { id, name, version, metrics, readings: new Map(), certificates: [] };
  lane.ownership.claim(id, lane.model.id);
  lane.model.devices.set(id, made);
  lane.expect(name === input.name && version === 1, 'the device that was asked for');
}

export async function updateDevice(lane: Lane): Promise<void> {
  const { id, isOwn } = tryDevice(lane);
  const known = lane.model.devices.get(id);
  const expectedVersion = versionOf(lane, known);
  const input = {
    id,
    expectedVersion,
    name: marked(lane),
    ...(lane.random.chance(0.3) ? { metrics: metricsOf(lane) } : {}),
  };
  const answer = await lane.ask(lane.client(), 'Mutation.updateDevice', { input });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (expectedVersion !== known.version) lane.expectError(answer, 'ConflictError');
  else {
    lane.expect(isOwn, 'an own device');
    known.name = input.name;
    known.version += 1;
    if (input.metrics) known.metrics = input.metrics.map(({ name }) => name);
    expectDevice(lane, answer, known);
  }
}

export async function deleteDevice(lane: Lane): Promise<void> {
  const { id } = tryDevice(lane);
  const known = lane.model.devices.get(id);
  const expectedVersion = versionOf(lane, known);
  const answer = await lane.ask(lane.client(), 'Mutation.deleteDevice', { input: { id, expectedVersion } });
  if (!answer) return;
  if (!known) lane.expectError(answer, 'NotFoundError');
  else if (expectedVersion !== known.version) lane.expectError(answer, 'ConflictError');
  else {
    expectDevice(lane, answer, known);
    lane.model.devices.delete(id);
    lane.model.deleted.devices.push(id);
  }
}

/** The version that there is, mostly. */
export function versionOf({ random }: Lane, known: { version: number } | undefined): number {
  return random.chance(0.8) ? (known?.version ?? 1) : 1 + random.below(20);
}

function metricsOf(lane: Lane): { name: string; label: string; unit: string }[] {
  const { word } = lane.model.marks;
  return METRICS.slice(lane.random.below(METRICS.length)).map((name) => ({
    name: `${word}.${name}`,
    label: marked(lane),
    unit: `${word}/s`,
  }));
}

/** The metrics of an organization, without its marker. */
export const METRICS = ['level', 'note'] as const;

function expectDevice(lane: Lane, { value, error }: Outcome, known: DeviceModel | undefined): void {
  const found = v.safeParse(Device, value);
  if (!found.success || error || !known) lane.fail('expected a device that there is');
  const { id, name, version, metrics, certificates } = found.output;
  lane.expect(id === known.id && name === known.name && version === known.version, 'the device as it is');
  lane.expect(
    same(
      metrics.map((metric) => metric.name),
      known.metrics,
    ),
    'the device’s metrics as they are',
  );
  lane.expect(
    same(
      certificates.map((each) => each.id),
      known.certificates,
    ),
    'the device’s certificates as they are',
  );
}

export const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);
