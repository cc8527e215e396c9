import type { ServerWindow } from '../bins.ts';
import type { Asked, LiveReading, ServerSeries, Source } from '../question.ts';
import { keyOf, millisecondsOf, timeOf } from '../time.ts';
import { aboutLength } from '../window-length.ts';

/** What is kept of the readings of a device, and what the API would say of them; days are those of UTC. */
export class Stored implements Source {
  readonly #readings = new Map<string, LiveReading>();
  readonly #answer: <Answer>(make: () => Answer) => Promise<Answer>;

  /** @param answer brings an answer on its way, at its own time */
  constructor(answer: <Answer>(make: () => Answer) => Promise<Answer> = (make) => Promise.resolve(make())) {
    this.#answer = answer;
  }

  put(reading: LiveReading): void {
    this.#readings.set(`${reading.metric} ${keyOf(reading.time)}`, reading);
  }

  /** In [from, to), in order. */
  of({ metrics, from, to }: Asked): LiveReading[] {
    const within = (time: string): boolean => keyOf(time) >= keyOf(timeOf(from)) && keyOf(time) < keyOf(timeOf(to));
    return [...this.#readings.values()]
      .filter(({ metric, time }) => metrics.includes(metric) && within(time))
      .sort((a, b) => (keyOf(a.time) < keyOf(b.time) ? -1 : 1));
  }

  readings(asked: Asked): Promise<LiveReading[]> {
    return this.#answer(() => this.of(asked));
  }

  downsample(asked: Asked & { points: number }): Promise<LiveReading[][]> {
    return this.#answer(() =>
      asked.metrics.map((metric) => {
        const all = this.of({ ...asked, metrics: [metric] }).filter(({ value }) => value !== null);
        return all.length <= asked.points ? all : all.filter((_, index) => index % 2 === 0).slice(0, asked.points);
      }),
    );
  }

  aggregates(asked: Asked & { window: string; withEmpty: boolean }): Promise<ServerSeries[]> {
    return this.#answer(() => asked.metrics.map((metric) => ({ windows: this.#windows(metric, asked) })));
  }

  #windows(metric: string, { from, to, window, withEmpty }: Asked & { window: string; withEmpty: boolean }) {
    const length = aboutLength(window);
    const windows: ServerWindow[] = [];
    const all = this.of({ metrics: [metric], from, to });
    for (let begin = Math.floor(from / length) * length; begin < to; begin += length) {
      const values = all.flatMap(({ time, value }) => {
        const at = millisecondsOf(keyOf(time));
        return value !== null && at >= begin && at < begin + length ? [value] : [];
      });
      if (values.length > 0 || withEmpty) windows.push(windowOf(begin, begin + length, values));
    }
    return windows;
  }
}

/** Worked out the long way. */
function windowOf(begin: number, end: number, values: readonly number[]): ServerWindow {
  const times = { begin: timeOf(begin), end: timeOf(end) };
  const [count, sum] = [values.length, values.reduce((all, value) => all + value, 0)];
  if (count === 0) return { ...times, count: 0, sum: null, avg: null, min: null, max: null, stddev: null };
  const avg = sum / count;
  const squares = values.reduce((all, value) => all + (value - avg) ** 2, 0);
  return {
    ...times,
    count,
    sum,
    avg,
    min: Math.min(...values),
    max: Math.max(...values),
    stddev: count < 2 ? null : Math.sqrt(squares / (count - 1)),
    first: values[0] ?? null,
    last: values.at(-1) ?? null,
  };
}
