/** Of a log group; older ones go. */
export const KEPT_EVENTS = 10_000;

export interface LogEvent {
  /** Grows with every event of the service. */
  readonly sequence: number;
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface Stream {
  readonly name: string;
  readonly creationTime: number;
  lastIngestionTime?: number;
}

interface GroupEvents {
  streams: Map<string, Stream>;
  /** In the order in which they came. */
  events: LogEvent[];
}

/** The streams and events of log groups, in memory alone: the newest {@link KEPT_EVENTS} of each group. */
export class Events {
  readonly #groups = new Map<string, GroupEvents>();
  #sequence = 0;

  stream(group: string, name: string): Stream | undefined {
    return this.#groups.get(group)?.streams.get(name);
  }

  streams(group: string): Stream[] {
    return [...(this.#groups.get(group)?.streams.values() ?? [])];
  }

  addStream(group: string, name: string, creationTime: number): Stream {
    const stream: Stream = { name, creationTime };
    this.#of(group).streams.set(name, stream);
    return stream;
  }

  deleteStream(group: string, name: string): void {
    const of = this.#of(group);
    of.streams.delete(name);
    of.events = of.events.filter(({ stream }) => stream !== name);
  }

  add(
    group: string,
    stream: Stream,
    entries: readonly { timestamp: number; message: string }[],
    ingestionTime: number,
  ): void {
    const of = this.#of(group);
    for (const { timestamp, message } of entries)
      of.events.push({ sequence: this.#sequence++, stream: stream.name, timestamp, ingestionTime, message });
    if (entries.length > 0) stream.lastIngestionTime = ingestionTime;
    // Now and then rather than at each event, which would copy them all every time.
    if (of.events.length > 2 * KEPT_EVENTS) of.events = of.events.slice(-KEPT_EVENTS);
  }

  /** By their time, those of one time as they came. */
  list(group: string): LogEvent[] {
    const events = this.#groups.get(group)?.events.slice(-KEPT_EVENTS) ?? [];
    return events.sort((a, b) => a.timestamp - b.timestamp || a.sequence - b.sequence);
  }

  bytes(group: string): number {
    return this.list(group).reduce((sum, { message }) => sum + eventBytes(message), 0);
  }

  forget(group: string): void {
    this.#groups.delete(group);
  }

  #of(group: string): GroupEvents {
    const found = this.#groups.get(group) ?? { streams: new Map<string, Stream>(), events: [] };
    this.#groups.set(group, found);
    return found;
  }
}

/** As PutLogEvents counts. Source: Amazon CloudWatch Logs API Reference, "PutLogEvents". */
export const eventBytes = (message: string): number => Buffer.byteLength(message) + 26;
