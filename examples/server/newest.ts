import type { DevicesQuery, OnReadingsSubscription } from '../generated/documents.ts';

export type Device = Pick<DevicesQuery['devices']['items'][number], 'id' | 'name' | 'latestReadings'>;
export type Reading = NonNullable<OnReadingsSubscription['onReadings']>['readings'][number];

/** A device as it is known: what was measured last, by metric. */
export interface Known {
  name: string;
  readings: ReadonlyMap<string, Reading>;
}

/** The newest reading of every metric of every device, whatever order they come in. */
export class Newest {
  #devices = new Map<string, { name: string; readings: Map<string, Reading> }>();

  get devices(): ReadonlyMap<string, Known> {
    return this.#devices;
  }

  /** Takes in all devices that there are: others are gone. What arrived since the list was made stays. */
  reset(devices: readonly Device[]): void {
    const before = this.#devices;
    this.#devices = new Map(
      devices.map(({ id, name }) => [id, { name, readings: before.get(id)?.readings ?? new Map<string, Reading>() }]),
    );
    this.add(devices.flatMap(({ latestReadings }) => latestReadings));
  }

  /** Takes in readings. @returns whether all are of devices that are known */
  add(readings: readonly Reading[]): boolean {
    for (const reading of readings) {
      const known = this.#devices.get(reading.deviceId)?.readings;
      const before = known?.get(reading.metric);
      if (!before || sortable(before.time) <= sortable(reading.time)) known?.set(reading.metric, reading);
    }
    return readings.every(({ deviceId }) => this.#devices.has(deviceId));
  }
}

/** A time of the API, which is in UTC with up to 9 digits of a second, as a text that sorts. */
function sortable(time: string): string {
  const [seconds = '', fraction = ''] = time.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
