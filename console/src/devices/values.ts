import type { WholeDeviceFragment } from '../api/generated/documents.ts';

/** What people can say of a device: what is changed as one, and may be in conflict. */
export type DeviceValues = Pick<WholeDeviceFragment, 'name' | 'description' | 'location' | 'metrics'>;
export type DeviceLocation = NonNullable<DeviceValues['location']>;
export type DeviceMetric = DeviceValues['metrics'][number];

export function valuesOf({ name, description, location, metrics }: WholeDeviceFragment): DeviceValues {
  return { name, description, location, metrics };
}
