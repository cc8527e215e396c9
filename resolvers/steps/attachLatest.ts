import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import type { Reading } from '../../schema/generated/types.ts';
import { organizationOf } from '../shared/caller.ts';
import type { PublicDevice } from '../shared/devices.ts';
import { latestReadings, latestRows, requestLatest } from '../shared/latest.ts';

interface Page {
  items: PublicDevice[];
}
type DeviceOrPage = PublicDevice | Page;
type WithLatest = PublicDevice & { lastSeenAt: string | null; latestReadings: Reading[] };

type WithPrevious = Context<unknown, Record<string, never>, { result: DeviceOrPage }>;

/** Gives the device, or every device of the page, its newest readings: one BatchGetItem for all of them. */
export function request(ctx: WithPrevious): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  const devices = devicesOf(ctx.prev.result);
  if (devices.length === 0 || isPlain(ctx.info.selectionSetGraphQL)) runtime.earlyReturn(ctx.prev.result);
  return requestLatest(
    organizationId,
    devices.map(({ id }) => id),
  );
}

export function response(ctx: WithPrevious): WithLatest | { items: WithLatest[] } {
  const rows = latestRows(ctx);
  const attach = (device: PublicDevice): WithLatest => {
    const row = rows[device.id];
    return { ...device, lastSeenAt: row?.lastSeenAt ?? null, latestReadings: latestReadings(device, row) };
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

/**
 * Whether `selection` asks for no newest readings. The list of selected paths would not tell: it names a field by its alias alone. What a
 * fragment selects is not in the text, so one may hold anything.
 */
function isPlain(selection: string): boolean {
  return ['lastSeenAt', 'latestReadings', '...'].every((text) => selection.indexOf(text) < 0);
}
