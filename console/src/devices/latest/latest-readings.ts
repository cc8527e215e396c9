import type { NewestReadingFragment } from '../../api/generated/documents.ts';
import { keyOf } from '../../readings/series/time.ts';

/** The newest readings of a device. The same object for as long as nothing of it changes. */
export interface Latest {
  /** The time of the newest of them; null before the first. */
  readonly lastSeenAt: string | null;
  /** By metric. */
  readonly readings: ReadonlyMap<string, NewestReadingFragment>;
}

/** Newest readings of a device, as the API answers them. */
export interface AnsweredLatest {
  deviceId: string;
  readings: readonly NewestReadingFragment[];
}

interface LatestReadingsOptions {
  /** Asks for the newest readings of at most 50 devices. */
  ask: (deviceIds: string[]) => Promise<readonly AnsweredLatest[]>;
  /** Runs something before the next frame is drawn. */
  beforeNextFrame: (run: () => void) => void;
}

/** `Query.latest` takes so many. */
const MOST_AT_ONCE = 50;

/** Rows that are scrolled past need not be asked for. */
const SETTLED_MS = 150;

const NOTHING: Latest = { lastSeenAt: null, readings: new Map() };

/**
 * The newest readings of all devices that have been loaded, moved on by those that arrive. However they come, and in whatever order, a newer reading
 * is never replaced by an older one.
 */
export class LatestReadings {
  readonly #options: LatestReadingsOptions;
  readonly #latest = new Map<string, Latest>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changed = new Set<string>();
  /** Counts how often nothing has been missed from a moment on, and for each device the last of these moments after which it was asked for. */
  #moment = 0;
  readonly #askedIn = new Map<string, number>();
  #visible: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onProblem: (problem: unknown) => void = () => undefined;

  constructor(options: LatestReadingsOptions) {
    this.#options = options;
  }

  of(deviceId: string): Latest {
    return this.#latest.get(deviceId) ?? NOTHING;
  }

  /** Calls the listener after changes of the device, at most once a frame. @returns stops that */
  listen(deviceId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(deviceId) ?? new Set();
    this.#listeners.set(deviceId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(deviceId);
    };
  }

  /** Takes in readings that have just arrived. */
  takeAll(arrived: readonly (NewestReadingFragment & { deviceId: string })[]): void {
    const byDevice = new Map<string, NewestReadingFragment[]>();
    for (const { deviceId, ...reading } of arrived) {
      const readings = byDevice.get(deviceId);
      if (readings) readings.push(reading);
      else byDevice.set(deviceId, [reading]);
    }
    for (const [deviceId, readings] of byDevice) this.take(deviceId, readings);
  }

  /** Takes in readings of one device, whether they have just arrived or were asked for. */
  take(deviceId: string, readings: readonly NewestReadingFragment[]): void {
    const known = this.of(deviceId);
    const newer = readings.filter((reading) => isNews(reading, known.readings.get(reading.metric)));
    if (newer.length === 0) return;
    const merged = new Map(known.readings);
    let { lastSeenAt } = known;
    for (const reading of newer) {
      // One of the same metric may come twice at once.
      if (isNews(reading, merged.get(reading.metric))) merged.set(reading.metric, reading);
      if (lastSeenAt === null || keyOf(reading.time) > keyOf(lastSeenAt)) lastSeenAt = reading.time;
    }
    this.#latest.set(deviceId, { lastSeenAt, readings: merged });
    if (this.#changed.size === 0) {
      this.#options.beforeNextFrame(() => {
        this.#tell();
      });
    }
    this.#changed.add(deviceId);
  }

  /** These devices are seen now: what has been missed of them is asked for. @param onProblem is told of what that fails with */
  see(deviceIds: readonly string[], onProblem: (problem: unknown) => void): void {
    this.#visible = deviceIds;
    this.#onProblem = onProblem;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#catchUp();
    }, SETTLED_MS);
  }

  /** From now on nothing is missed; what happened before may have been. */
  resume(): void {
    this.#moment += 1;
    this.#catchUp();
  }

  #tell(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const deviceId of changed) {
      for (const listener of this.#listeners.get(deviceId) ?? []) listener();
    }
  }

  #catchUp(): void {
    const missed = this.#visible.filter((deviceId) => (this.#askedIn.get(deviceId) ?? 0) < this.#moment);
    for (let begin = 0; begin < missed.length; begin += MOST_AT_ONCE) {
      void this.#askFor(missed.slice(begin, begin + MOST_AT_ONCE));
    }
  }

  async #askFor(deviceIds: string[]): Promise<void> {
    for (const deviceId of deviceIds) this.#askedIn.set(deviceId, this.#moment);
    try {
      for (const { deviceId, readings } of await this.#options.ask(deviceIds)) this.take(deviceId, readings);
    } catch (problem) {
      for (const deviceId of deviceIds) this.#askedIn.delete(deviceId);
      this.#onProblem(problem);
    }
  }
}

/** A reading of the same time may have been corrected. */
function isNews(reading: NewestReadingFragment, known: NewestReadingFragment | undefined): boolean {
  if (!known) return true;
  const [time, before] = [keyOf(reading.time), keyOf(known.time)];
  if (time !== before) return time > before;
  return reading.value !== known.value || reading.text !== known.text || reading.unit !== known.unit;
}
