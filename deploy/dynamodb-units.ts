/**
 * What Sonde's readings take in DynamoDB. Measured: readings of four metrics, numbers with two decimals, a message a minute over a day and a message a
 * second over three hours, written and merged by the store's own code in a table of the stand-in, which counts units and sizes as DynamoDB does.
 * `dynamodb-units.test.ts` measures an hour again.
 */
export const MEASURED = {
  /** A run: the readings of one device and hour that one call of the writer brought. Bytes of its keys, and of what each metric and reading adds. */
  run: { bytes: 100, bytesPerMetric: 10, bytesPerReading: 9 },
  /** Put once for each device and hour, and deleted, both in the table and in its index. */
  mark: { putUnits: 2, deleteUnits: 2, lookUnits: 0.5 },
  /** The readings of one metric and hour: bytes of its keys, and of each reading, which are packed two bytes each. */
  block: { bytes: 173, bytesPerReading: 1.9 },
  /** The item of a day: each hour writes it anew, larger. An hour adds 65 bytes to 175, by how much its numbers differ. */
  summaries: { bytes: 90, bytesPerHour: 100 },
  /** What merging reads of a device and hour beside its runs. */
  merge: { readUnits: 3 },
  /** How long runs stay after they are merged, until they expire: RUN_LIFE_SECONDS of functions/shared/readings/dynamodb/expiry.ts. */
  runDays: 14,
} as const;

/** What DynamoDB counts as one unit of a write and of a consistent read, and what it adds to an item's size in storage, all in bytes. */
const WRITE_UNIT = 1024;
const READ_UNIT = 4096;
const STORED_EXTRA = 100;
const HOURS_A_DAY = 24;

/** Readings of one device, as they come. */
export interface Rhythm {
  /** How many writes bring readings of the device in an hour. */
  runsPerHour: number;
  /** Of each metric, in each of these writes. */
  readingsPerRun: number;
  metrics: number;
  /** How many instances of a function write readings of the device in an hour. */
  writers: number;
}

export interface Units {
  write: number;
  read: number;
}

/** Units that writing takes for one device and hour. */
export function writingUnits({ runsPerHour, readingsPerRun, metrics, writers }: Rhythm): Units {
  const runs = runsPerHour * Math.ceil(runBytes({ readingsPerRun, metrics }) / WRITE_UNIT);
  return {
    write: runs + Math.min(1, runsPerHour) * MEASURED.mark.putUnits,
    read: Math.min(runsPerHour, writers) * MEASURED.mark.lookUnits,
  };
}

/** Units that merging takes for one device and hour. */
export function mergingUnits(rhythm: Rhythm): Units {
  const { runsPerHour, metrics } = rhythm;
  const hours = Array.from({ length: HOURS_A_DAY }, (_, hour) => writeUnits(summariesBytes(hour + 1)));
  const summary = hours.reduce((sum, units) => sum + units, 0) / HOURS_A_DAY;
  const share = Math.min(1, runsPerHour);
  return {
    write: share * (MEASURED.mark.deleteUnits + metrics * (writeUnits(blockBytes(rhythm)) + summary)),
    read: share * MEASURED.merge.readUnits + (runsPerHour * runBytes(rhythm)) / READ_UNIT,
  };
}

/** Units that it takes to read a day of one metric, each reading. */
export function dayReadUnits(rhythm: Rhythm): number {
  return 2 + (HOURS_A_DAY * blockBytes(rhythm)) / READ_UNIT;
}

/** Bytes that are billed as storage for one device, once it has sent for so many days. */
export function storedBytes(rhythm: Rhythm, days: number): number {
  const { runsPerHour, metrics } = rhythm;
  const blocks = Math.min(1, runsPerHour) * HOURS_A_DAY * (blockBytes(rhythm) + STORED_EXTRA);
  const summaries = summariesBytes(HOURS_A_DAY * Math.min(1, runsPerHour)) + STORED_EXTRA;
  const runs = runsPerHour * HOURS_A_DAY * (runBytes(rhythm) + STORED_EXTRA);
  return metrics * (blocks + summaries) * days + runs * Math.min(days, MEASURED.runDays);
}

function runBytes({ readingsPerRun, metrics }: Pick<Rhythm, 'readingsPerRun' | 'metrics'>): number {
  const { bytes, bytesPerMetric, bytesPerReading } = MEASURED.run;
  return bytes + metrics * (bytesPerMetric + readingsPerRun * bytesPerReading);
}

/** Of one metric and hour that has readings. */
function blockBytes({ runsPerHour, readingsPerRun }: Rhythm): number {
  return MEASURED.block.bytes + Math.max(1, runsPerHour) * readingsPerRun * MEASURED.block.bytesPerReading;
}

function summariesBytes(hours: number): number {
  return MEASURED.summaries.bytes + hours * MEASURED.summaries.bytesPerHour;
}

function writeUnits(bytes: number): number {
  return Math.ceil(bytes / WRITE_UNIT);
}
