import * as v from 'valibot';
import { STATUSES } from '../status.ts';

export const SORTS = ['name', 'newest', 'oldest'] as const;
export type DeviceSort = (typeof SORTS)[number];

/** An address is read as JSON where it can be, and somebody may search for `12`. */
const Words = v.union([v.string(), v.pipe(v.union([v.number(), v.boolean()]), v.transform(String))]);

/** What of the list is shown, as its address says: what makes no sense there counts as not said. */
export const DeviceListSearch = v.object({
  /** Words that a device's name, id, description or place has. */
  q: v.fallback(v.optional(Words), undefined),
  status: v.fallback(v.optional(v.picklist(STATUSES)), undefined),
  /** By name, unless it is said: by when it was last seen, the newest or the oldest first, those that never were at the end. */
  sort: v.fallback(v.optional(v.picklist(SORTS)), undefined),
});

export type DeviceListSearch = v.InferOutput<typeof DeviceListSearch>;
