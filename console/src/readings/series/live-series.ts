import { askHead, windowOf, type Head } from './head.ts';
import { shareOf, type LiveReading, type Question, type Source } from './question.ts';
import { pointOf, ReadingSeries, type Point } from './reading-series.ts';
import { keyOf, timeOf } from './time.ts';
import { parseWindow } from './window-length.ts';

/** Readings that come so late, in ms, cost no question: they are still in the tail. */
const LATE = 120_000;
/** The API takes readings that are 15 minutes ahead of its clock; the reader's may be wrong as well. */
const AHEAD = 20 * 60_000;
/** Windows up to this length, in ms, are in the tail as wholes, so that even their percentiles are right. */
const LONGEST_WHOLE = 60_000;
/** The tail of one metric is not longer than this: then the API is asked anew. */
const MOST_TAIL = 20_000;
/** The API is asked before the subscription is acknowledged only where that takes longer than this. In ms. */
const GRACE = 1500;
/** A store may not show at once what it has taken: after a connection it is asked a second time. In ms. */
const SETTLING = 5000;
/** Pauses between two questions, in ms: where late readings have come, and where only percentiles are out of date. */
const PAUSE = 15_000;
const LONG_PAUSE = 60_000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60_000;

export interface Surroundings {
  source: Source;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Runs something after so many ms, unless the answered function is called before. */
  later: (delay: number, run: () => void) => () => void;
  isWorthAnotherTry: (error: unknown) => boolean;
}

/** `all` is asked where anything may be missing, `tail` where only new readings may be. */
type Extent = 'tail' | 'all';

/**
 * The readings of a device for a chart, history and live joined: the head is what the API says of the time before a cut, in windows or reading by
 * reading; the tail is every reading from the cut on. Whenever the subscription is acknowledged all of it is asked for, and what comes meanwhile is
 * merged by identity, so that nothing is missing and nothing there twice, however late it was measured or sent.
 */
export class LiveSeries {
  readonly question: Question;
  readonly #around: Surroundings;
  readonly #tail: ReadonlyMap<string, ReadingSeries>;
  #stopped = new AbortController();
  readonly #listeners = new Set<() => void>();
  #head: Head | undefined;
  #error: unknown;
  #learned = 0;
  #running: Extent | undefined;
  #again: Extent | undefined;
  #retry = FIRST_RETRY;
  #lastAsked = -Infinity;
  #settling = false;
  #planned: { at: number; extent: Extent; cancel: () => void } | undefined;

  constructor(question: Question, around: Surroundings) {
    this.question = question;
    this.#around = around;
    this.#tail = new Map(question.metrics.map((metric) => [metric, new ReadingSeries()]));
  }

  /** What the API has answered; undefined before it has. */
  get head(): Head | undefined {
    return this.#head;
  }

  get tail(): ReadonlyMap<string, ReadingSeries> {
    return this.#tail;
  }

  /** Why the last question failed; undefined where it did not. */
  get error(): unknown {
    return this.#error;
  }

  /** Whether readings may still come that belong to it. */
  get isLive(): boolean {
    const { period } = this.question;
    return !('to' in period) || period.to > this.#around.now();
  }

  /** @returns ends the listening */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins: to be followed by `acknowledged` where {@link isLive}. */
  start(): void {
    this.#plan('all', this.isLive ? GRACE : 0);
  }

  /** From now on {@link receive} gets all that is stored: the first time, and after each time that the connection was lost. */
  acknowledged(): void {
    this.#settling = true;
    this.#plan('all', 0);
  }

  /** Readings have been stored. Those of other metrics are left out. */
  receive(readings: readonly LiveReading[]): void {
    const cut = this.#head && keyOf(timeOf(this.#head.cut));
    const { from } = this.span();
    let isLate = false;
    for (const reading of readings) {
      const point = pointOf(reading, ++this.#learned);
      if (point.at < from || point.at >= this.#until()) continue;
      if (cut !== undefined && point.key < cut) {
        isLate = true;
        this.#head?.every?.series.get(reading.metric)?.merge([point]);
      }
      // One that is late is kept here as well while it may not be in what is being asked.
      if (cut === undefined || point.key >= cut || this.#running) this.#tail.get(reading.metric)?.merge([point]);
    }
    if (isLate && this.#head?.every?.isWhole !== true) this.#plan('all', PAUSE);
    this.#check();
    this.#tell();
  }

  /** Asks once more after a failure. */
  retry(): void {
    this.#plan('all', 0);
  }

  /** Asks nothing more until it is started again. */
  stop(): void {
    this.#stopped.abort();
    this.#stopped = new AbortController();
    this.#planned?.cancel();
    this.#planned = undefined;
    this.#running = undefined;
    this.#again = undefined;
  }

  /** The period that is shown now, [from, to), in ms. */
  span(): { from: number; to: number } {
    const { period } = this.question;
    if ('to' in period) return period;
    const newest = Math.max(...[...this.#tail.values()].map(({ points }) => points.at(-1)?.at ?? -Infinity));
    const now = this.#around.now();
    return { from: 'last' in period ? now - period.last : period.since, to: Math.max(now, newest) };
  }

  /** Where readings no longer belong to it. */
  #until(): number {
    const { period } = this.question;
    return 'to' in period ? period.to : Infinity;
  }

  #plan(extent: Extent, delay: number): void {
    const now = this.#around.now();
    const at = now + delay;
    const other = this.#planned;
    const wider = extent === 'all' || other?.extent === 'all' ? 'all' : 'tail';
    if (other && other.at <= at) {
      other.extent = wider;
      return;
    }
    other?.cancel();
    const cancel = this.#around.later(delay, () => {
      const { extent: planned } = this.#planned ?? { extent };
      this.#planned = undefined;
      this.#ask(planned);
    });
    this.#planned = { at, extent: wider, cancel };
  }

  #ask(extent: Extent): void {
    if (this.#running) {
      this.#again = this.#again === 'all' ? 'all' : extent;
      return;
    }
    this.#running = this.#head ? extent : 'all';
    this.#lastAsked = this.#around.now();
    const { signal } = this.#stopped;
    const asked = this.#running === 'all' ? this.#askAll(signal) : this.#askTail(this.#head?.cut ?? 0, signal);
    asked.then(
      () => {
        if (signal.aborted) return;
        this.#error = undefined;
        this.#retry = FIRST_RETRY;
        this.#finish();
      },
      (error: unknown) => {
        if (signal.aborted) return;
        this.#error = error;
        const failed = this.#running ?? 'all';
        if (this.#around.isWorthAnotherTry(error)) this.#plan(failed, this.#retry);
        this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
        this.#finish();
      },
    );
  }

  #finish(): void {
    this.#running = undefined;
    if (this.#head) for (const series of this.#tail.values()) series.dropBefore(keyOf(timeOf(this.#head.cut)));
    const again = this.#again;
    this.#again = undefined;
    if (again) this.#ask(again);
    else if (this.#settling && this.#error === undefined) {
      this.#settling = false;
      this.#plan('tail', SETTLING);
    }
    this.#check();
    this.#tell();
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    const learned = ++this.#learned;
    const { from, cut, window } = this.#cut();
    const { source } = this.#around;
    const [head, tail] = await Promise.all([
      askHead(this.question, { from, cut, window, learned }, source, signal),
      this.#readTail(cut, signal),
    ]);
    if (signal.aborted) return;
    this.#head = head;
    this.#merge(tail, learned);
    const key = keyOf(timeOf(cut));
    for (const [metric, { points }] of this.#tail) {
      const late = points.filter((point) => point.learned > learned && point.key < key);
      head.every?.series.get(metric)?.merge(late);
      // It came while the API was asked: whether its answer has it nobody can tell.
      if (late.length > 0 && head.every?.isWhole !== true) this.#plan('all', PAUSE);
    }
  }

  async #askTail(cut: number, signal: AbortSignal): Promise<void> {
    const learned = ++this.#learned;
    const tail = await this.#readTail(cut, signal);
    if (!signal.aborted) this.#merge(tail, learned);
  }

  async #readTail(cut: number, signal: AbortSignal): Promise<LiveReading[]> {
    const to = Math.min(this.#until(), this.#around.now() + AHEAD);
    const { metrics } = this.question;
    if (to <= cut || metrics.length === 0) return [];
    return this.#around.source.readings({ metrics, from: cut, to }, signal);
  }

  #merge(readings: readonly LiveReading[], learned: number): void {
    const points = new Map<string, Point[]>(this.question.metrics.map((metric) => [metric, []]));
    for (const reading of readings) points.get(reading.metric)?.push(pointOf(reading, learned));
    for (const [metric, ofMetric] of points) this.#tail.get(metric)?.merge(ofMetric);
  }

  /** Where the head begins, where it is cut from the tail, and into which windows. */
  #cut(): { from: number; cut: number; window: string } {
    const { from, to } = this.span();
    const begin = Math.floor(from);
    const window = windowOf(this.question, to - from);
    if (!this.isLive) return { from: begin, cut: Math.ceil(to), window };
    const length = parseWindow(window);
    const step = length?.kind === 'fixed' ? length.length : 1;
    const late = Math.max(this.#around.now() - LATE, Math.floor(this.#beyond() ?? 0) + 1);
    const cut = step <= LONGEST_WHOLE ? Math.floor(late / step) * step : late;
    // What moves on with time begins with a whole window, so that its statistics are those of the window.
    const first = 'last' in this.question.period ? Math.floor(begin / step) * step : begin;
    return { from: first, cut: Math.max(first + 1, Math.min(cut, Math.ceil(this.#until()))), window };
  }

  /** A time that lies in a window which the API has not told of; undefined where there is none. */
  #beyond(): number | undefined {
    const head = this.#head;
    if (!head) return undefined;
    const newest = [...this.#tail.values()].flatMap(({ points }) => points.at(-1)?.at ?? []);
    return newest.filter((at) => !head.cutter(at)).sort((a, b) => b - a)[0];
  }

  /** Asks anew where the tail has got too long, or has what the head needs. */
  #check(): void {
    const head = this.#head;
    if (!head || this.#running) return;
    const now = this.#around.now();
    const wait = (pause: number): number => Math.max(0, this.#lastAsked + pause - now);
    if (this.#beyond() !== undefined) this.#plan('all', wait(PAUSE));
    const sizes = [...this.#tail.values()].map(({ size }) => size);
    if (Math.max(0, ...sizes) > MOST_TAIL && now - head.cut > 2 * LATE) this.#plan('all', wait(PAUSE));
    const length = parseWindow(head.window);
    const areWhole = length?.kind === 'fixed' && length.length <= LONGEST_WHOLE;
    const isPercentile = shareOf(this.question.statistic) !== null && head.every === null;
    if (isPercentile && !areWhole && sizes.some((size) => size > 0)) this.#plan('all', wait(LONG_PAUSE));
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
