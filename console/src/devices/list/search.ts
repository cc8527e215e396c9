import * as v from 'valibot';
import { orNone, Words } from '../../search.ts';
import { STATUSES } from '../status.ts';

export const SORTS = ['name', 'newest', 'oldest'] as const;
export type DeviceSort = (typeof SORTS)[number];

/** What of the list is shown, as its address says: what makes no sense there counts as not said. */
export const DeviceListSearch = v.object({
  /** Words that a device's name, id, description or place has. */
  q: orNone(Words),
  status: orNone(v.picklist(STATUSES)),
  /** By name, unless it is said: by when it was last seen, the newest or the oldest first, those that never were at the end. */
  sort: orNone(v.picklist(SORTS)),
});

export type DeviceListSearch = v.InferOutput<typeof DeviceListSearch>;
