import { prices } from './prices.ts';
import { readingsCost, type Store } from './readings-cost.ts';

/** What a month's cost is computed from. Everything else follows, or is in `FIXED`. */
export interface Assumptions {
  messagesPerMinute: number;
  metricsPerMessage: number;
  /** Bytes of one reading in Timestream: time, dimensions, the metric's name and its value. */
  bytesPerReading: number;
  devicesPerOrganization: number;
  peoplePerOrganization: number;
  /** API requests of one person on one working day, and how many of them ask for history. */
  requestsPerPersonDay: number;
  historyRequestsPerPersonDay: number;
  /** How long one person watches live readings on a working day. */
  hoursLivePerPersonDay: number;
  workingDaysPerMonth: number;
  exportsPerOrganizationMonth: number;
  megabytesPerExport: number;
  /** How long readings are kept; the storage is that of an environment as old as this. */
  daysKept: number;
}

export const defaults: Assumptions = {
  messagesPerMinute: 1,
  metricsPerMessage: 4,
  bytesPerReading: 110,
  devicesPerOrganization: 100,
  peoplePerOrganization: 5,
  requestsPerPersonDay: 100,
  historyRequestsPerPersonDay: 30,
  hoursLivePerPersonDay: 2,
  workingDaysPerMonth: 22,
  exportsPerOrganizationMonth: 4,
  megabytesPerExport: 50,
  daysKept: 365,
};

/** What follows from how Sonde is made, and from AWS's units. */
const FIXED = {
  hoursPerMonth: 730,
  // A batch waits for a second or 100 messages; several pollers share a queue, so that batches are about half full.
  batch: { most: 100, fill: 0.5 },
  ingest: { gigabytes: 0.5, seconds: 0.2, secondsPerMessage: 0.002 },
  query: { gigabytes: 0.5, seconds: 0.4 },
  export: { gigabytes: 1.73, seconds: 60, mails: 1 },
  signIn: { gigabytes: 0.25, seconds: 0.05, perLiveHour: 4 },
  sqs: { messagesPerReceive: 10, idleRequestsPerMinute: 15 },
  logBytes: { invocation: 700, request: 300 },
  traces: { perSecond: 1, share: 0.05 },
  updateKilobytes: 5,
  answerKilobytes: 10,
  exportDays: 7,
  // Looks for exports and for imports that are due, by the schedules of their functions: each asks an index of four shards.
  looks: { perMinute: 2, gigabytes: 0.75, seconds: 0.1, reads: 4 * 0.5 },
  // Terraform's modules/observability, but for readings.tf; the metrics are how long the oldest export and import wait.
  alarms: 40,
  metrics: 2,
} as const;

export type Cost = Readonly<Record<string, number>>;

/** What a month costs in US dollars, by service, for this many devices with their readings in a store. */
export function monthlyCost(devices: number, store: Store, assumptions: Assumptions = defaults): Cost {
  const month = volumesOf(devices, assumptions);
  const readings = readingsCost(store, month);
  return {
    'IoT Core': iotCost(devices, month),
    SQS: month.queueRequests * prices.sqs.request,
    Lambda: month.invocations * prices.lambda.request + (month.gbSeconds + readings.gbSeconds) * prices.lambda.gbSecond,
    'Readings: writing': readings.writes,
    'Readings: merging': readings.merging,
    'Readings: storage': readings.storage,
    'Readings: queries': readings.queries,
    'DynamoDB, but for readings':
      month.tableWrites * prices.dynamodb.write +
      month.tableReads * prices.dynamodb.read +
      month.tableGb * (prices.dynamodb.gbMonth + prices.dynamodb.recoveryGbMonth),
    'AppSync: requests': month.requests * prices.appsync.request,
    'AppSync: publishing readings': month.publishes * prices.appsync.request,
    'AppSync: live updates':
      month.updates * prices.appsync.update + month.liveHours * 60 * prices.appsync.connectionMinute,
    Cognito: Math.max(0, month.people - prices.cognito.freeUsers) * prices.cognito.user,
    'S3, SES, transfer':
      month.exportGb * (FIXED.exportDays / 30) * prices.s3.gbMonth +
      month.exports * (10 * prices.s3.put + FIXED.export.mails * prices.ses.mail) +
      month.transferGb * prices.s3.transferGb,
    'CloudWatch, X-Ray':
      month.logGb * (prices.cloudwatch.logGb + prices.cloudwatch.logGbMonth) +
      month.traces * prices.cloudwatch.trace +
      (FIXED.alarms + readings.alarms) * prices.cloudwatch.alarm +
      (FIXED.metrics + readings.metrics) * prices.cloudwatch.metric +
      prices.cloudwatch.dashboard,
  };
}

type Volumes = ReturnType<typeof volumesOf>;

function volumesOf(devices: number, given: Assumptions) {
  const organizations = Math.max(1, Math.ceil(devices / given.devicesPerOrganization));
  const people = organizations * given.peoplePerOrganization;
  const seconds = FIXED.hoursPerMonth * 3600;
  const messages = devices * given.messagesPerMinute * FIXED.hoursPerMonth * 60;
  const batch = Math.max(1, Math.min(FIXED.batch.most, messages / seconds) * FIXED.batch.fill);
  const batches = messages / batch;
  // One publication for each organization that has a message in the batch.
  const publishes = batches * organizations * (1 - (1 - 1 / organizations) ** batch);

  const personDays = people * given.workingDaysPerMonth;
  const requests = personDays * given.requestsPerPersonDay;
  const history = personDays * given.historyRequestsPerPersonDay;
  const liveHours = personDays * given.hoursLivePerPersonDay;
  const exports = organizations * given.exportsPerOrganizationMonth;
  const signIns = liveHours * FIXED.signIn.perLiveHour;
  const looks = FIXED.hoursPerMonth * 60 * FIXED.looks.perMinute;

  const exportGb = (exports * given.megabytesPerExport) / 1000;
  const gb = (bytes: number): number => bytes / 1e9;
  const traced = batches + requests;
  return {
    devices,
    messages,
    metricsPerMessage: given.metricsPerMessage,
    batch,
    writers: Math.max(1, (batches / seconds) * ingestSeconds(batch)),
    history,
    workingDays: given.workingDaysPerMonth,
    bytesPerReading: given.bytesPerReading,
    daysKept: given.daysKept,
    people,
    requests,
    publishes,
    liveHours,
    // Each update of an organization reaches each of its people who watches; it is billed in units of 5 KB, which few exceed.
    updates: (publishes / organizations / FIXED.hoursPerMonth) * liveHours,
    queueRequests:
      messages * (1 + 2 / Math.min(batch, FIXED.sqs.messagesPerReceive)) +
      FIXED.sqs.idleRequestsPerMinute * FIXED.hoursPerMonth * 60,
    invocations: batches + history + signIns + exports + looks,
    gbSeconds:
      FIXED.ingest.gigabytes * batches * ingestSeconds(batch) +
      FIXED.query.gigabytes * FIXED.query.seconds * history +
      FIXED.signIn.gigabytes * FIXED.signIn.seconds * signIns +
      FIXED.export.gigabytes * FIXED.export.seconds * exports +
      FIXED.looks.gigabytes * FIXED.looks.seconds * looks,
    // A batch reads each device and its newest values, and writes these; a request reads who asks and a page.
    tableWrites: messages,
    tableReads: messages * 1.5 + requests * 5 + looks * FIXED.looks.reads,
    tableGb: gb(devices * 2000),
    exports,
    exportGb,
    transferGb: exportGb + gb(requests * FIXED.answerKilobytes * 1000),
    logGb: gb(batches * FIXED.logBytes.invocation + requests * FIXED.logBytes.request),
    traces: Math.min(traced, seconds * FIXED.traces.perSecond + traced * FIXED.traces.share),
  };
}

/** How long a call of the ingest function takes. */
function ingestSeconds(batch: number): number {
  return FIXED.ingest.seconds + batch * FIXED.ingest.secondsPerMessage;
}

function iotCost(devices: number, { messages }: Volumes): number {
  let cost = devices * FIXED.hoursPerMonth * 60 * prices.iot.connectionMinute;
  cost += messages * (prices.iot.rule + prices.iot.action);
  let from = 0;
  for (const { upTo, each } of prices.iot.messages) {
    cost += Math.max(0, Math.min(messages, upTo) - from) * each;
    from = upTo;
  }
  return cost;
}
