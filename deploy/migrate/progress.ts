import type { Nanoseconds } from '../../functions/shared/time.ts';
import type { Device } from './devices.ts';
import type { Transferred } from './transfer.ts';
import { addTallies, NOTHING, type Tally } from './tally.ts';

export interface Totals {
  devices: number;
  /** Months of devices that have readings in the source. */
  months: number;
  read: Tally;
  verified: Tally;
  extra: number;
  rejected: number;
  missing: number;
  other: number;
}

/** A device that was begun, but is not among those that all are done up to. */
export interface OpenDevice extends Device {
  /** Its readings before this time are done; null where all are. */
  from: Nanoseconds | null;
}

/** How far a migration is: enough to go on with, of whatever size it is. */
export interface Position {
  /** All devices up to this one are done. */
  after: Device | null;
  /** In the order of devices. */
  open: readonly OpenDevice[];
  totals: Totals;
}

export const BEGIN: Position = {
  after: null,
  open: [],
  totals: {
    devices: 0,
    months: 0,
    read: NOTHING,
    verified: NOTHING,
    extra: 0,
    rejected: 0,
    missing: 0,
    other: 0,
  },
};

/** Devices come in order and are done in any. */
export class Progress {
  private after: Device | null;
  private readonly open: OpenDevice[] = [];
  private readonly before: Map<string, OpenDevice>;
  /** Is replaced, never changed. */
  totals: Totals;

  constructor({ after, open, totals }: Position) {
    this.after = after;
    this.before = new Map(open.map((device) => [keyOf(device), device]));
    this.totals = totals;
  }

  /** A snapshot, which stays as it is. */
  position(): Position {
    // What an earlier run had begun, and this one has not come to yet, stays.
    const open = [...this.open, ...this.before.values()].map((device) => ({ ...device }));
    return { after: this.after, open, totals: this.totals };
  }

  /** How many devices there are in a snapshot. */
  get size(): number {
    return this.open.length;
  }

  /** @returns where to go on with the device; it may be done already */
  begin(device: Device): OpenDevice {
    const open = this.before.get(keyOf(device)) ?? { ...device, from: 0n };
    this.before.delete(keyOf(device));
    this.open.push(open);
    this.settle();
    return open;
  }

  /** A month of a device is done. */
  add(device: OpenDevice, to: Nanoseconds, done: Transferred): void {
    const { totals } = this;
    const count = (kind: string): number =>
      done.differences.reduce((sum, difference) => sum + (difference.kind === kind ? difference.count : 0), 0);
    device.from = to;
    this.totals = {
      ...totals,
      months: totals.months + (done.read.count > 0 ? 1 : 0),
      read: addTallies(totals.read, done.read),
      verified: addTallies(totals.verified, done.verified),
      extra: totals.extra + done.extra,
      rejected: totals.rejected + count('rejected'),
      missing: totals.missing + count('missing'),
      other: totals.other + count('other'),
    };
  }

  /** All of a device is done. */
  end(device: OpenDevice): void {
    device.from = null;
    this.totals = { ...this.totals, devices: this.totals.devices + 1 };
    this.settle();
  }

  private settle(): void {
    for (let [first] = this.open; first?.from === null; [first] = this.open) {
      const { organizationId, deviceId } = first;
      this.after = { organizationId, deviceId };
      this.open.shift();
    }
  }
}

function keyOf({ organizationId, deviceId }: Device): string {
  return `${organizationId}/${deviceId}`;
}
