import { textCell } from '../../shared/csv-cell.ts';

/** What an export says about devices. */
export interface DeviceDirectory {
  /** `undefined` where the device does not exist, perhaps no longer. `units` has the unit of each metric that has one. */
  find(deviceId: string): { readonly name: string; readonly units: ReadonlyMap<string, string> } | undefined;
}

/** Beyond so many, all are forgotten and found anew, so that memory stays bounded whatever an organization has: some 20 MiB. */
const MAX_SERIES = 32_768;
const SLOTS = 2 * MAX_SERIES;

interface Series {
  /** The device id and, after it, the metric. */
  readonly key: Buffer;
  readonly deviceIdBytes: number;
  /** Null where the directory does not know the device. */
  readonly cells: Buffer | null;
}

/**
 * The cells of a row that say whose reading it is, `,<device id>,<device name>` and, where the row has a metric, `,<metric>,<unit>`: encoded once a
 * device and metric, and found by the bytes of a row's fields without a string.
 */
export class SeriesCells {
  private readonly devices: DeviceDirectory;
  private readonly hasMetric: boolean;
  /** By hash, the next free slot where that is taken. Never full, so that a search ends. */
  private readonly slots: (Series | undefined)[] = new Array<Series | undefined>(SLOTS).fill(undefined);
  private used = 0;
  private last: Series = { key: Buffer.alloc(0), deviceIdBytes: -1, cells: null };

  constructor(devices: DeviceDirectory, hasMetric: boolean) {
    this.devices = devices;
    this.hasMetric = hasMetric;
  }

  /** The cells for the device id in [device, deviceEnd) and the metric in [metric, metricEnd) of `bytes`, or null where there is no such device. */
  find(bytes: Buffer, device: number, deviceEnd: number, metric: number, metricEnd: number): Buffer | null {
    if (isSeries(this.last, bytes, device, deviceEnd, metric, metricEnd)) return this.last.cells;
    let slot = hash(bytes, metric, metricEnd, hash(bytes, device, deviceEnd, 0)) & (SLOTS - 1);
    let series = this.slots[slot];
    while (series && !isSeries(series, bytes, device, deviceEnd, metric, metricEnd)) {
      slot = (slot + 1) & (SLOTS - 1);
      series = this.slots[slot];
    }
    this.last =
      series ?? this.add(slot, bytes.toString('utf8', device, deviceEnd), bytes.toString('utf8', metric, metricEnd));
    return this.last.cells;
  }

  private add(slot: number, deviceId: string, metric: string): Series {
    const key = Buffer.from(deviceId + metric);
    const series = { key, deviceIdBytes: Buffer.byteLength(deviceId), cells: this.encode(deviceId, metric) };
    if (this.used === MAX_SERIES) {
      this.slots.fill(undefined);
      this.used = 0;
    }
    this.slots[slot] = series;
    this.used += 1;
    return series;
  }

  private encode(deviceId: string, metric: string): Buffer | null {
    const device = this.devices.find(deviceId);
    if (!device) return null;
    const cells = [deviceId, device.name, ...(this.hasMetric ? [metric, device.units.get(metric) ?? ''] : [])];
    return Buffer.from(cells.map((cell) => `,${textCell(cell)}`).join(''));
  }
}

function isSeries(
  { key, deviceIdBytes }: Series,
  bytes: Buffer,
  device: number,
  deviceEnd: number,
  metric: number,
  metricEnd: number,
): boolean {
  if (deviceEnd - device !== deviceIdBytes || metricEnd - metric !== key.length - deviceIdBytes) return false;
  // From the end: ids that were given one after the other begin alike.
  for (let index = deviceIdBytes, at = metric; at < metricEnd; index++, at++)
    if (key[index] !== bytes[at]) return false;
  for (let index = deviceIdBytes - 1, at = deviceEnd - 1; at >= device; index--, at--)
    if (key[index] !== bytes[at]) return false;
  return true;
}

/** FNV-1a, with its high bits folded into the low ones, which choose the slot. */
function hash(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let value = seed ^ 0x811c9dc5;
  for (let index = start; index < end; index++) value = Math.imul(value ^ (bytes[index] ?? 0), 0x01000193);
  return value ^ (value >>> 15);
}
