import { AwsError } from '../shared/aws-error.ts';
import { groupArn, identifiedGroup, requireGroup } from './records.ts';
import type { LogRecords } from './records.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import type { Clock } from '../shared/service.ts';
import { invalidParameter, noStream, parseInput } from './errors.ts';
import { eventBytes } from './events.ts';
import type { Events } from './events.ts';
import * as schema from './schema.ts';

/** Operations that make log streams and fill them. Source: Amazon CloudWatch Logs API Reference. */
export function streamOperations(records: LogRecords, events: Events, clock: Clock): Operations {
  return {
    CreateLogStream: (input) => {
      const { logGroupName, logStreamName } = parseInput(schema.oneStream, input);
      requireGroup(records, logGroupName);
      if (events.stream(logGroupName, logStreamName))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      events.addStream(logGroupName, logStreamName, clock());
      return undefined;
    },
    DeleteLogStream: (input) => {
      const { logGroupName, logStreamName } = parseInput(schema.oneStream, input);
      requireGroup(records, logGroupName);
      if (!events.stream(logGroupName, logStreamName)) throw noStream();
      events.deleteStream(logGroupName, logStreamName);
      return undefined;
    },
    DescribeLogStreams: (input) => describeStreams(records, events, input),
    PutLogEvents: (input) => {
      const { logGroupName, logStreamName, logEvents } = parseInput(schema.putEvents, input);
      const group = requireGroup(records, logGroupName);
      const stream = events.stream(logGroupName, logStreamName);
      if (!stream) throw noStream();
      requireBatch(logEvents);
      const now = clock();
      const { taken, rejected } = sorted(logEvents, now, group.retentionInDays);
      events.add(logGroupName, stream, taken, now);
      return { nextSequenceToken: String(now), ...(rejected && { rejectedLogEventsInfo: rejected }) };
    },
  };
}

function describeStreams(records: LogRecords, events: Events, input: unknown): object {
  const asked = parseInput(schema.describeStreams, input);
  const { logStreamNamePrefix = '', orderBy, descending, limit, nextToken } = asked;
  if (orderBy === 'LastEventTime' && logStreamNamePrefix !== '')
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const { name: group } = identifiedGroup(records, asked);
  const all = events.list(group);
  const described = events
    .streams(group)
    .filter(({ name }) => name.startsWith(logStreamNamePrefix))
    .map(({ name, creationTime, lastIngestionTime }) => {
      const own = all.filter(({ stream }) => stream === name);
      const [first, last] = [own[0], own.at(-1)];
      return {
        logStreamName: name,
        creationTime,
        ...(first && last && { firstEventTimestamp: first.timestamp, lastEventTimestamp: last.timestamp }),
        ...(lastIngestionTime !== undefined && { lastIngestionTime }),
        arn: `${groupArn(group)}:log-stream:${name}`,
        storedBytes: 0,
      };
    });
  const order = (a: Described, b: Described) =>
    orderBy === 'LogStreamName' ? compare(a.logStreamName, b.logStreamName) : lastEvent(a) - lastEvent(b);
  described.sort((a, b) => (descending ? order(b, a) : order(a, b)));
  const numbered = described.map((stream, at) => ({ key: String(at).padStart(8, '0'), stream }));
  const { items: page, next } = pageOf(numbered, ({ key }) => key, { maximum: limit, token: nextToken });
  return { logStreams: page.map(({ stream }) => stream), ...(next !== undefined && { nextToken: next }) };
}

interface Described {
  logStreamName: string;
  lastEventTimestamp?: number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const lastEvent = ({ lastEventTimestamp = 0 }: Described): number => lastEventTimestamp;

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const MAXIMUM_BATCH_BYTES = 1_048_576;

type Batch = readonly { timestamp: number; message: string }[];

function requireBatch(batch: Batch): void {
  const times = batch.map(({ timestamp }) => timestamp);
  if (times.some((time, at) => time < (times[at - 1] ?? 0)))
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > DAY)
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  const bytes = batch.reduce((sum, { message }) => sum + eventBytes(message), 0);
  if (bytes > MAXIMUM_BATCH_BYTES)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAXIMUM_BATCH_BYTES}`);
}

/** Those that are neither too old nor too new, and from where in the batch the others are. */
function sorted(batch: Batch, now: number, retentionInDays?: number): { taken: Batch; rejected?: object } {
  const expired = batch.filter(({ timestamp }) => timestamp < now - (retentionInDays ?? Infinity) * DAY).length;
  const tooOld = batch.filter(({ timestamp }) => timestamp < now - 14 * DAY).length;
  const tooNew = batch.findIndex(({ timestamp }) => timestamp > now + 2 * HOUR);
  const rejected = {
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
  };
  const taken = batch.slice(Math.max(expired, tooOld), tooNew < 0 ? undefined : tooNew);
  return { taken, ...(Object.keys(rejected).length > 0 && { rejected }) };
}
