import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import type { Reading } from '../../schema/generated/types.ts';
import { organizationOf } from '../shared/caller.ts';
import type { PublicDevice } from '../shared/devices.ts';
import { checkDataSource } from '../shared/errors.ts';
import { latestReadings, latestRows, requestLatest } from '../shared/latest.ts';

interface Page {
  items: PublicDevice[];
}
type DeviceOrPage = PublicDevice | Page;
type WithLatest = PublicDevice & { lastSeenAt: string | null; latestReadings: Reading[] };

/** A selection of nothing else needs no newest readings. An alias is not among them, so it never leaves anything out. */
const PLAIN_FIELDS = [
  'id',
  'name',
  'description',
  'location',
  'metrics',
  'createdAt',
  'updatedAt',
  'version',
  '__typename',
  'items',
  'nextToken',
];

type WithPrevious = Context<unknown, Record<string, never>, { result: DeviceOrPage }>;

/** Gives the device, or every device of the page, its newest readings: one BatchGetItem for all of them. */
export function request(ctx: WithPrevious): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  const devices = devicesOf(ctx.prev.result);
  if (devices.length === 0 || isPlain(ctx.info.selectionSetList)) runtime.earlyReturn(ctx.prev.result);
  return requestLatest(
    organizationId,
    devices.map(({ id }) => id),
  );
}

export function response(ctx: WithPrevious): WithLatest | { items: WithLatest[] } {
  checkDataSource(ctx);
  const rows = latestRows(ctx);
  const attach = (device: PublicDevice): WithLatest => {
    const row = rows[device.id];
    return { ...device, lastSeenAt: row?.lastSeenAt ?? null, latestReadings: latestReadings(device.id, row) };
  };
  const result = ctx.prev.result;
  return isPage(result) ? { ...result, items: result.items.map((device) => attach(device)) } : attach(result);
}

function isPage(result: DeviceOrPage): result is Page {
  return Object.hasOwn(result, 'items');
}

function devicesOf(result: DeviceOrPage): PublicDevice[] {
  return isPage(result) ? result.items : [result];
}

/** @param selection paths, as `items/location/name` */
function isPlain(selection: string[]): boolean {
  return selection.every((path) => {
    const [first, second] = path.split('/');
    return PLAIN_FIELDS.indexOf((first === 'items' ? second : first) ?? 'items') >= 0;
  });
}
