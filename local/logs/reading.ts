import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { badToken, invalidParameter, noStream, parseInput } from './errors.ts';
import type { Events, LogEvent } from './events.ts';
import { matcherOf } from './filter-pattern.ts';
import { identifiedGroup } from './records.ts';
import type { LogRecords } from './records.ts';
import * as schema from './schema.ts';

/** Operations that read log events. Source: Amazon CloudWatch Logs API Reference. */
export function readingOperations(records: LogRecords, events: Events): Operations {
  return {
    FilterLogEvents: (input) => {
      const asked = parseInput(schema.filterEvents, input);
      const { logStreamNames, logStreamNamePrefix, startTime = 0, endTime = Infinity, limit, nextToken } = asked;
      if (logStreamNames && logStreamNamePrefix !== undefined)
        throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive.');
      const { name: group } = identifiedGroup(records, asked);
      const matches = matcherOf(asked.filterPattern);
      const found = events
        .list(group)
        .filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime)
        .filter(({ stream }) => logStreamNames?.includes(stream) ?? stream.startsWith(logStreamNamePrefix ?? ''))
        .filter(({ message }) => matches(message));
      const { items: page, next } = pageOf(found, eventId, { maximum: limit, token: nextToken });
      const filtered = page.map((event) => ({ logStreamName: event.stream, ...shown(event), eventId: eventId(event) }));
      return { events: filtered, searchedLogStreams: [], ...(next !== undefined && { nextToken: next }) };
    },
    GetLogEvents: (input) => getEvents(records, events, input),
  };
}

/** In the order of the events. */
function eventId({ timestamp, sequence }: LogEvent): string {
  return `${String(timestamp).padStart(28, '0')}${String(sequence).padStart(28, '0')}`;
}

const shown = ({ timestamp, message, ingestionTime }: LogEvent) => ({ timestamp, message, ingestionTime });

/** The end of a stream unless asked otherwise; then on in either direction, where a token that is its own successor is at the end. */
function getEvents(records: LogRecords, events: Events, input: unknown): object {
  const asked = parseInput(schema.getEvents, input);
  const { logStreamName, startTime = 0, endTime = Infinity, limit, nextToken, startFromHead } = asked;
  const { name: group } = identifiedGroup(records, asked);
  if (!events.stream(group, logStreamName)) throw noStream();
  const all = events
    .list(group)
    .filter(({ stream, timestamp }) => stream === logStreamName && timestamp >= startTime && timestamp < endTime);
  const page = pageAt(all, limit, nextToken ?? (startFromHead ? 'f/' : 'b/'));
  const [first, last] = [page[0], page.at(-1)];
  const at = nextToken?.slice(2) ?? '';
  return {
    events: page.map(shown),
    nextForwardToken: `f/${last ? eventId(last) : at}`,
    nextBackwardToken: `b/${first ? eventId(first) : at}`,
  };
}

function pageAt(all: readonly LogEvent[], limit: number, token: string): LogEvent[] {
  const [, direction, id] = /^([fb])\/(\d{56})?$/.exec(token) ?? [];
  if (direction === undefined) throw badToken();
  if (direction === 'f') return all.filter((event) => id === undefined || eventId(event) > id).slice(0, limit);
  return all.filter((event) => id === undefined || eventId(event) < id).slice(-limit);
}
