import { dayReadUnits, mergingUnits, storedBytes, writingUnits, type Rhythm } from './dynamodb-units.ts';
import { prices } from './prices.ts';

/** The stores that readings may be kept in. */
export const STORES = ['Timestream', 'DynamoDB'] as const;
export type Store = (typeof STORES)[number];

/** What a month brings, as far as readings cost. */
export interface ReadingsVolumes {
  devices: number;
  messages: number;
  metricsPerMessage: number;
  /** Messages that one call of the ingest function has, and how many run at a time. */
  batch: number;
  writers: number;
  /** Questions about history. */
  history: number;
  exports: number;
  workingDays: number;
  /** Bytes of a reading in Timestream. */
  bytesPerReading: number;
  daysKept: number;
}

/** What a month of readings costs in US dollars, by what for, and what it adds to the lines of other services. */
export interface ReadingsCost {
  writes: number;
  merging: number;
  storage: number;
  queries: number;
  /** Of Lambda. */
  gbSeconds: number;
  /** Metrics that alarms look at, and metrics of Sonde's own. */
  alarms: number;
  metrics: number;
}

/** What follows from how the stores are made, and from their units. */
const FIXED = {
  hoursPerMonth: 730,
  memoryHours: 24,
  workingHoursPerDay: 8,
  // Compute units come in fours, for at least 30 s, and four answer about five small questions a second.
  tcu: { step: 4, seconds: 30, questionsPerSecond: 5, exportSeconds: 60 },
  // Estimated, never measured on AWS: a device and hour, of it what each run adds, and how many readings an export has, compressed 10 bytes each.
  merge: { gigabytes: 1, seconds: 0.01, secondsPerRun: 0.00002 },
  exportReadUnits: 3000,
  // Terraform's modules/observability/readings.tf.
  alarms: 9,
  metrics: 1,
} as const;

/** What readings cost in a store. */
export function readingsCost(store: Store, volumes: ReadingsVolumes): ReadingsCost {
  return store === 'Timestream' ? timestreamCost(volumes) : dynamodbCost(volumes);
}

function timestreamCost(volumes: ReadingsVolumes): ReadingsCost {
  const { messages, metricsPerMessage, batch, bytesPerReading, history, exports, workingDays, daysKept } = volumes;
  const readings = messages * metricsPerMessage;
  const perWrite = Math.min(100, batch * metricsPerMessage);
  const gbPerHour = ((readings / FIXED.hoursPerMonth) * bytesPerReading) / 1e9;
  const { step, exportSeconds } = FIXED.tcu;
  return {
    // Each request is rounded up to whole KiB.
    writes: (readings / perWrite) * Math.ceil((perWrite * bytesPerReading) / 1024) * prices.timestream.write,
    merging: 0,
    storage:
      gbPerHour * FIXED.memoryHours * FIXED.hoursPerMonth * prices.timestream.memoryGbHour +
      gbPerHour * 24 * daysKept * prices.timestream.magneticGbMonth,
    queries: (tcuHours(history, workingDays) + (exports * step * exportSeconds) / 3600) * prices.timestream.tcuHour,
    gbSeconds: 0,
    alarms: 0,
    metrics: 0,
  };
}

/** Questions that come while the units of others still run share them: the share of working time in which any run, times how many run. */
function tcuHours(questions: number, workingDays: number): number {
  const hours = workingDays * FIXED.workingHoursPerDay;
  if (hours === 0) return 0;
  const perSecond = questions / (hours * 3600);
  const units = FIXED.tcu.step * Math.max(1, Math.ceil(perSecond / FIXED.tcu.questionsPerSecond));
  return units * hours * (1 - Math.exp(-perSecond * FIXED.tcu.seconds));
}

function dynamodbCost(volumes: ReadingsVolumes): ReadingsCost {
  const { devices, history, exports, daysKept } = volumes;
  const rhythm = rhythmOf(volumes);
  const deviceHours = devices * FIXED.hoursPerMonth;
  const cost = ({ write, read }: { write: number; read: number }): number =>
    deviceHours * (write * prices.dynamodb.write + read * prices.dynamodb.read);
  const { gigabytes, seconds, secondsPerRun } = FIXED.merge;
  return {
    writes: cost(writingUnits(rhythm)),
    merging: cost(mergingUnits(rhythm)),
    storage:
      ((devices * storedBytes(rhythm, daysKept)) / 1e9) * (prices.dynamodb.gbMonth + prices.dynamodb.recoveryGbMonth),
    queries: (history * dayReadUnits(rhythm) + exports * FIXED.exportReadUnits) * prices.dynamodb.read,
    gbSeconds: deviceHours * gigabytes * (seconds + rhythm.runsPerHour * secondsPerRun),
    alarms: FIXED.alarms,
    metrics: FIXED.metrics,
  };
}

/** A batch writes what it has of a device at once. */
function rhythmOf({ devices, messages, metricsPerMessage, batch, writers }: ReadingsVolumes): Rhythm {
  const messagesPerHour = messages / devices / FIXED.hoursPerMonth;
  const messagesPerRun = batch / (devices * (1 - (1 - 1 / devices) ** batch));
  return {
    runsPerHour: messagesPerHour / messagesPerRun,
    readingsPerRun: messagesPerRun,
    metrics: metricsPerMessage,
    writers,
  };
}
